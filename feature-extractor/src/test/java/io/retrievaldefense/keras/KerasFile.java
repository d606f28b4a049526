package io.retrievaldefense.keras;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.DataType;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;

/** Writes HDF5 as Keras does. */
final class KerasFile implements AutoCloseable {
  private final H5File file;
  private final Group weights;

  KerasFile(Path path) {
    Loader.load(hdf5.class);
    file = new H5File(path.toString(), hdf5.H5F_ACC_TRUNC());
    weights = file.createGroup("model_weights");
  }

  /** The architecture, as a string of fixed length. */
  void config(String json) {
    attribute("model_config", json);
  }

  /** An attribute of the file. */
  void attribute(String name, String text) {
    attribute(file, name, text);
  }

  private static void attribute(Group of, String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StrType type = new StrType(PredType.C_S1(), bytes.length);
    Attribute attribute = of.createAttribute(name, type, new DataSpace());
    attribute.write(type, new BytePointer(bytes));
    attribute.deallocate();
  }

  /** A parameter of a layer, two groups down; the outer one names it. */
  void parameter(String layer, String name, float[] values, long... shape) {
    boolean isFirst = !weights.nameExists(layer);
    Group outer = isFirst ? weights.createGroup(layer) : weights.openGroup(layer);
    if (isFirst) {
      attribute(outer, "weight_names", layer + "/" + name);
    }
    Group inner = outer.nameExists(layer) ? outer.openGroup(layer) : outer.createGroup(layer);
    DataType type = new DataType(PredType.NATIVE_FLOAT());
    DataSet set = inner.createDataSet(name, type, new DataSpace(shape.length, shape));
    set.write(new FloatPointer(values), type);
    set.deallocate();
    inner.deallocate();
    outer.deallocate();
  }

  @Override
  public void close() {
    weights.deallocate();
    file.deallocate();
  }
}
