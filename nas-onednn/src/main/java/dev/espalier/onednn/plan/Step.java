package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Desc;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Library;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** One thing that a plan does. */
public sealed interface Step {
  /** The vertex that it belongs to. */
  String vertex();

  /** Its part of that, such as {@code forward}. */
  String what();

  /** What does it. */
  String implementation();

  /** All memory that it touches. */
  List<Buffer> buffers();

  /** Called once every buffer has an address. */
  void prepare();

  /** Called when a buffer has moved. */
  void rebind(Buffer moved);

  /** Called when all of the plan's memory has moved. */
  void rebind();

  /** Runs it. */
  void run(dnnl_stream stream);

  /** Frees its native memory. */
  void close();

  /** An argument of a kernel. */
  record Argument(int id, Desc desc, Buffer buffer) {}

  /** A kernel on its arguments. */
  final class Call implements Step {
    private final String vertex;
    private final String what;
    private final Kernel kernel;
    private final List<Argument> arguments;
    private memory @Nullable [] memories;
    private @Nullable dnnl_exec_arg_t bound;

    Call(String vertex, String what, Kernel kernel, List<Argument> arguments) {
      this.vertex = vertex;
      this.what = what;
      this.kernel = kernel;
      this.arguments = List.copyOf(arguments);
    }

    @Override
    public String vertex() {
      return vertex;
    }

    @Override
    public String what() {
      return what;
    }

    @Override
    public String implementation() {
      return kernel.toString();
    }

    @Override
    public List<Buffer> buffers() {
      return arguments.stream().map(Argument::buffer).toList();
    }

    @Override
    public void prepare() {
      memory[] created = new memory[arguments.size()];
      dnnl_exec_arg_t list = new dnnl_exec_arg_t(created.length);
      for (int i = 0; i < created.length; i++) {
        Argument argument = arguments.get(i);
        created[i] =
            new memory(argument.desc().handle(), Library.engine(), argument.buffer().pointer());
        list.position(i).arg(argument.id()).memory(created[i].get());
      }
      list.position(0);
      memories = created;
      bound = list;
    }

    @Override
    public void rebind(Buffer moved) {
      memory[] created = memories;
      if (created == null) {
        return;
      }
      for (int i = 0; i < created.length; i++) {
        if (arguments.get(i).buffer() == moved) {
          created[i].set_data_handle(moved.pointer());
        }
      }
    }

    @Override
    public void rebind() {
      memory[] created = memories;
      for (int i = 0; created != null && i < created.length; i++) {
        created[i].set_data_handle(arguments.get(i).buffer().pointer());
      }
    }

    @Override
    public void run(dnnl_stream stream) {
      int status = dnnl.dnnl_primitive_execute(kernel.handle(), stream, arguments.size(), bound);
      if (status != dnnl.dnnl_success) {
        throw new IllegalStateException(
            "%s %s: %s ended with status %s of oneDNN".formatted(vertex, what, kernel, status));
      }
    }

    @Override
    public void close() {
      memory[] created = memories;
      dnnl_exec_arg_t list = bound;
      if (created != null && list != null) {
        for (memory one : created) {
          one.close();
        }
        list.close();
      }
      memories = null;
      bound = null;
    }
  }

  /** Work of the JVM between kernels. */
  final class Host implements Step {
    private final String vertex;
    private final String what;
    private final Work work;
    private final List<Buffer> buffers;

    Host(String vertex, String what, Work work, List<Buffer> buffers) {
      this.vertex = vertex;
      this.what = what;
      this.work = work;
      this.buffers = List.copyOf(buffers);
    }

    @Override
    public String vertex() {
      return vertex;
    }

    @Override
    public String what() {
      return what;
    }

    @Override
    public String implementation() {
      return "host";
    }

    @Override
    public List<Buffer> buffers() {
      return buffers;
    }

    @Override
    public void prepare() {
      work.bind();
    }

    @Override
    public void rebind(Buffer moved) {
      if (buffers.contains(moved)) {
        work.bind();
      }
    }

    @Override
    public void rebind() {
      work.bind();
    }

    @Override
    public void run(dnnl_stream stream) {
      work.run();
    }

    @Override
    public void close() {}
  }

  /** What the JVM does. */
  interface Work {
    /** Takes its buffers' memory; called before the first run and after a move. */
    void bind();

    /** Does it. */
    void run();
  }
}
