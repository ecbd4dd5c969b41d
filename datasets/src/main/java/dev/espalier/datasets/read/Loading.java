package dev.espalier.datasets.read;

/**
 * How data are loaded, beside which: nothing here changes what comes out.
 *
 * @param cached whether decoded pictures are kept for the next time, see {@link PictureCache}
 * @param listener is told how far it is
 */
public record Loading(boolean cached, Listener listener) {

  /** Is told how far decoding is. */
  public interface Listener {
    /**
     * Some pictures are decoded. Called by the thread that loads, often.
     *
     * @param done pictures decoded so far
     * @param all pictures to decode
     */
    void decoded(int done, int all);
  }

  /** With the cache, and nobody listening. */
  public static Loading quiet() {
    return new Loading(true, (done, all) -> {});
  }

  /** The same without the cache: all is decoded anew. */
  public Loading withoutCache() {
    return new Loading(false, listener);
  }
}
