package dev.espalier.evaluate;

import com.google.common.io.ByteSource;

/** The study of a session that prepares itself before it evaluates. For the study's own thread. */
public interface Preparation {

  /**
   * Keeps how far it got. Returns when that is durable; {@link EvaluationSession#restore} gets the
   * latest as version 0 when the study is gone on with.
   *
   * @param state takes the place of what was kept before
   */
  void keep(ByteSource state);

  /**
   * Says how far it is.
   *
   * @param done steps that are behind it, from 0
   * @param all steps of the whole
   * @param loss of late, of what is trained
   */
  void progress(long done, long all, double loss);

  /**
   * Says what came of it.
   *
   * @param summary a line for users
   */
  void prepared(String summary);

  /**
   * Looks whether the study was asked to stop; to be called often.
   *
   * @throws InterruptedException if so, or if the thread was interrupted; pass it on
   */
  void checkStop() throws InterruptedException;
}
