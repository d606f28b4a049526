package io.retrievaldefense.keras;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.model.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads a sequential convolutional network that Keras has saved as HDF5 ({@code .h5}). */
public final class KerasModel {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String WEIGHTS = "model_weights";

  private final Hdf5Archive archive;
  private final String file;

  private KerasModel(Hdf5Archive archive, String file) {
    this.archive = archive;
    this.file = file;
  }

  /**
   * Kernels and biases are laid out as here: convolutions [3, 3, in, out], dense layers [in, out]
   * with the rows of a flattened image in the order [H, W, C].
   *
   * @param file of the whole model, with its architecture
   * @param white what a white pixel is to the network: 1, or 255
   * @return the same function as a network of this project
   * @throws ModelFormatException if it is no such file, or a layer cannot be taken; the message
   *     names it
   * @throws IOException if it cannot be read
   */
  public static CnnModel read(Path file, double white) throws IOException {
    if (!(white > 0 && white <= 1 << 16)) {
      throw new IllegalArgumentException("white must be in (0, 65536]: " + white);
    }
    requireHdf5(file);
    NativeBackend.prepare();
    try (Hdf5Archive archive = new Hdf5Archive(file.toString())) {
      return new KerasModel(archive, file.toString()).model(white);
    } catch (UnsupportedKerasConfigurationException e) {
      throw new ModelFormatException("Keras model must be readable: " + e.getMessage());
    }
  }

  /** HDF5's own library prints and throws what no user understands. */
  private static void requireHdf5(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(HDF5.length), HDF5)) {
        throw new ModelFormatException("Keras model must be an HDF5 file: " + file);
      }
    }
  }

  private CnnModel model(double white)
      throws ModelFormatException, UnsupportedKerasConfigurationException {
    if (!archive.hasAttribute("model_config")) {
      throw new ModelFormatException(
          "Keras model must hold its architecture, as model.save writes it: weights alone in "
              + file);
    }
    KerasLayers.Read read;
    try {
      read =
          KerasLayers.read(
              new ObjectMapper().readTree(archive.readAttributeAsJson("model_config")), file);
    } catch (JacksonException e) {
      throw new ModelFormatException("Keras model must hold its architecture as JSON: " + file);
    }
    List<float[]> blocks = new ArrayList<>();
    int length = 0;
    for (String layer : read.weighted()) {
      for (String parameter : List.of("kernel", "bias")) {
        float[] block = parameter(layer, parameter);
        blocks.add(block);
        length += block.length;
      }
    }
    if (length != read.architecture().parameterCount()) {
      throw new ModelFormatException(
          "Keras model must have "
              + read.architecture().parameterCount()
              + " parameters: "
              + length
              + " in "
              + file);
    }
    float[] parameters = new float[length];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, parameters, at, block.length);
      at += block.length;
    }
    int channels = read.architecture().input().channels();
    // scale * white * x + offset = (x - mean) / deviation
    float[] mean = new float[channels];
    float[] deviation = new float[channels];
    Arrays.fill(mean, (float) (-read.offset() / (read.scale() * white)));
    Arrays.fill(deviation, (float) (1 / (read.scale() * white)));
    return new CnnModel(read.architecture(), new Normalization(mean, deviation), parameters);
  }

  /** Versions of Keras differ in how deep below the layer's group its parameters are. */
  private float[] parameter(String layer, String parameter)
      throws ModelFormatException, UnsupportedKerasConfigurationException {
    List<String> path = new ArrayList<>(List.of(WEIGHTS, layer));
    while (true) {
      String[] groups = path.toArray(String[]::new);
      for (String name : archive.getDataSets(groups)) {
        if (name.equals(parameter) || name.startsWith(parameter + ":")) {
          INDArray array = archive.readDataSet(name, groups);
          return array.dup('c').data().asFloat();
        }
      }
      List<String> below = archive.getGroups(groups);
      if (below.size() != 1) {
        throw new ModelFormatException(
            "layer " + layer + " must have a " + parameter + ": none in " + file);
      }
      path.add(below.get(0));
    }
  }
}
