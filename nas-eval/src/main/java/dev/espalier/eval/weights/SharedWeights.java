package dev.espalier.eval.weights;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.io.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that many networks share: one block for each positional weight key, parameter and
 * shape, with what the optimizer remembers of it and how many steps it has taken. What a network
 * has narrower than the block is its leading part (Yu and Huang, <i>Universally Slimmable
 * Networks</i>, ICCV 2019). Immutable, thread-safe.
 */
public final class SharedWeights {
  /** Stands first in a file ("EspS"), with a version. */
  private static final int HEADER = 0x45737053;

  private static final int VERSION = 2;

  /** Before the key of what a change holds as it is; no layer is called so. */
  private static final String FRESH = "+";

  private final Map<String, Block> blocks;

  private SharedWeights(Map<String, Block> blocks) {
    this.blocks = Collections.unmodifiableMap(blocks);
  }

  /** Weights that no network shares yet. */
  public static SharedWeights none() {
    return new SharedWeights(new HashMap<>());
  }

  /** How many blocks there are. */
  public int size() {
    return blocks.size();
  }

  /** Bytes of all blocks, with the state of the optimizer. */
  public long bytes() {
    return blocks.values().stream().mapToLong(Block::bytes).sum();
  }

  /** Numbers in all blocks, without the state of the optimizer. */
  public long parameters() {
    return blocks.values().stream().mapToLong(block -> block.values().length).sum();
  }

  public @Nullable Block block(String key) {
    return blocks.get(key);
  }

  /** With some blocks in place of those of the same keys. */
  public SharedWeights with(Map<String, Block> changed) {
    if (changed.isEmpty()) {
      return this;
    }
    Map<String, Block> all = new HashMap<>(blocks);
    all.putAll(changed);
    return new SharedWeights(all);
  }

  /**
   * With room for all parameters of a graph: those that are new have the values that the graph was
   * initialised with.
   */
  public SharedWeights adopt(GraphWeights graph) {
    Map<String, Block> fresh = new HashMap<>();
    float @Nullable [] initial = null;
    for (Slot slot : graph.slots()) {
      Block known = fresh.getOrDefault(slot.block(), blocks.get(slot.block()));
      if (known != null && known.holds(slot.sizes())) {
        continue;
      }
      if (initial == null) {
        initial = graph.parameters();
      }
      float[] values = new float[slot.length()];
      System.arraycopy(initial, slot.offset(), values, 0, values.length);
      fresh.put(
          slot.block(),
          known == null
              ? new Block(slot.sizes(), values, Map.of())
              : known.grown(slot.sizes(), values));
    }
    return with(fresh);
  }

  /** Gives a graph its part of these weights; what is shared with no other network it keeps. */
  public void load(GraphWeights graph) {
    float[] parameters = graph.parameters();
    for (Slot slot : graph.slots()) {
      Block block = blocks.get(slot.block());
      if (block != null && block.holds(slot.sizes())) {
        Corner.of(slot.sizes(), block.sizes()).gather(block.values(), parameters, slot.offset());
      }
    }
    graph.set(parameters);
  }

  /** Share of a graph's parameters that these weights hold, in [0, 1]. */
  public double covers(GraphWeights graph) {
    long all = 0;
    long held = 0;
    for (Slot slot : graph.slots()) {
      Block block = blocks.get(slot.block());
      all += slot.length();
      held += block != null && block.holds(slot.sizes()) ? slot.length() : 0;
    }
    return all == 0 ? 1.0 : held / (double) all;
  }

  /**
   * What has been added since: of blocks that were there, the differences; what is new or wider, as
   * it is, under a key that says so.
   *
   * @param before what these weights were made of
   */
  public SharedWeights minus(SharedWeights before) {
    Map<String, Block> changes = new HashMap<>();
    blocks.forEach(
        (key, block) -> {
          Block old = before.block(key);
          if (old == null || !old.holds(block.sizes())) {
            changes.put(FRESH + key, block);
          } else if (old != block) {
            changes.put(key, block.minus(old));
          }
        });
    return new SharedWeights(changes);
  }

  /**
   * With what was added to weights that these were made of, or that stem from the same. What is new
   * there and here is taken from here.
   *
   * @param change what {@link #minus} gave
   */
  public SharedWeights plus(SharedWeights change) {
    Map<String, Block> changed = new HashMap<>();
    change.blocks.forEach(
        (key, added) -> {
          boolean fresh = key.startsWith(FRESH);
          String own = fresh ? key.substring(FRESH.length()) : key;
          Block known = blocks.get(own);
          if (known == null) {
            changed.put(own, added);
          } else if (!fresh) {
            changed.put(own, known.plus(added));
          } else if (!known.holds(added.sizes())) {
            changed.put(own, known.grown(added.sizes(), added.values()));
          }
        });
    return with(changed);
  }

  /** How much it is, for users. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d parameters in %,d blocks, %.1f MB with the optimizer's state",
        parameters(),
        size(),
        bytes() / 1e6);
  }

  /** All of it, to be read again by {@link #read}. */
  public ByteSource bytesOfAll() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(HEADER);
      out.writeInt(VERSION);
      out.writeInt(blocks.size());
      for (String key : ImmutableSortedSet.copyOf(blocks.keySet())) {
        Block block = Objects.requireNonNull(blocks.get(key));
        out.writeUTF(key);
        out.writeInt(block.sizes().length);
        for (int size : block.sizes()) {
          out.writeInt(size);
        }
        write(block.values(), out);
        out.writeInt(block.moments().size());
        for (String group : ImmutableSortedSet.copyOf(block.moments().keySet())) {
          Moments moments = Objects.requireNonNull(block.moments(group));
          out.writeUTF(group);
          out.writeInt(moments.steps());
          write(moments.first(), out);
          write(moments.second(), out);
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("cannot write to memory", impossible);
    }
    return ByteSource.wrap(bytes.toByteArray());
  }

  /**
   * What {@link #bytesOfAll} gave.
   *
   * @throws IllegalArgumentException if these are other bytes
   */
  public static SharedWeights read(ByteSource source) {
    try (DataInputStream in = new DataInputStream(source.openBufferedStream())) {
      if (in.readInt() != HEADER || in.readInt() != VERSION) {
        throw new IllegalArgumentException("these are no shared weights");
      }
      int count = in.readInt();
      Map<String, Block> blocks = new HashMap<>();
      for (int i = 0; i < count; i++) {
        String key = in.readUTF();
        int[] sizes = new int[in.readInt()];
        for (int axis = 0; axis < sizes.length; axis++) {
          sizes[axis] = in.readInt();
        }
        blocks.put(key, new Block(sizes, floats(in), moments(in)));
      }
      return new SharedWeights(blocks);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read shared weights", cause);
    }
  }

  private static Map<String, Moments> moments(DataInputStream in) throws IOException {
    Map<String, Moments> moments = new HashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String group = in.readUTF();
      int steps = in.readInt();
      moments.put(group, new Moments(floats(in), floats(in), steps));
    }
    return moments;
  }

  private static void write(float[] values, DataOutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    out.writeInt(values.length);
    out.write(bytes.array());
  }

  private static float[] floats(DataInputStream in) throws IOException {
    byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, in.readInt())];
    in.readFully(bytes);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
