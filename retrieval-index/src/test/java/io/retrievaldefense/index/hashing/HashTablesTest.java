package io.retrievaldefense.index.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.index.projection.Scaling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTablesTest {
  private static final HashParameters PARAMETERS = new HashParameters(5, 3, 2.5f, 128, 17);
  private static final Scaling SCALING = new Scaling(new float[] {1, -2, 0, 3}, 2f);

  private static float[] point(Random random) {
    float[] point = new float[4];
    for (int i = 0; i < point.length; i++) {
      point[i] = (float) (5 * random.nextGaussian());
    }
    return point;
  }

  @Test
  void cellsAreThoseOfTheHashFunctions() {
    HashTables tables = new HashTables(PARAMETERS, SCALING);
    Random random = new Random(2);
    for (int trial = 0; trial < 200; trial++) {
      float[] point = point(random);
      HashedQuery hashed = tables.hash(point);
      float[] scaled = new float[4];
      SCALING.apply(point, scaled);
      for (int function = 0; function < 15; function++) {
        double position = PStableHash.of(PARAMETERS, 4, function).position(scaled);
        assertThat(hashed.cell(function) + hashed.fraction(function))
            .isCloseTo((float) position, within(1e-4f));
        assertThat(hashed.fraction(function)).isBetween(0f, 1f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 5})
  void collisionProbabilityIsTheFormulaOfDatarEtAl(double distance) {
    int trials = 4000;
    int collisions = 0;
    float[] origin = {0.3f, -0.2f, 0.9f};
    float[] other = {0.3f, (float) (-0.2 + distance), 0.9f};
    HashParameters parameters = new HashParameters(1, 1, 2f, 0, 5);
    for (int i = 0; i < trials; i++) {
      PStableHash hash = PStableHash.of(parameters, 3, i);
      if (hash.cell(origin) == hash.cell(other)) {
        collisions++;
      }
    }
    // Three standard errors of the share of 4,000 trials, at most.
    assertThat((double) collisions / trials)
        .isCloseTo(PStableHash.collisionProbability(distance, 2), within(0.024));
  }

  @Test
  void collisionIsCertainAtDistanceZero() {
    assertThat(PStableHash.collisionProbability(0, 1)).isEqualTo(1);
  }

  @Test
  void moreTablesLeaveTheEarlierFunctionsAsTheyWere() {
    HashParameters more = new HashParameters(5, 9, 2.5f, 128, 17);
    float[] point = {1, 2, 3, 4};
    HashedQuery few = new HashTables(PARAMETERS, SCALING).hash(point);
    HashedQuery many = new HashTables(more, SCALING).hash(point);
    for (int function = 0; function < 15; function++) {
      assertThat(many.cell(function)).isEqualTo(few.cell(function));
    }
  }

  @Test
  void survivesSerialisation() throws Exception {
    HashTables tables = new HashTables(PARAMETERS, SCALING);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(tables);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      HashTables copy = (HashTables) in.readObject();
      float[] point = {0.5f, 1, -1, 2};
      for (int table = 0; table < 3; table++) {
        assertThat(copy.keySum(copy.hash(point), table))
            .isEqualTo(tables.keySum(tables.hash(point), table));
      }
    }
  }

  @Test
  void refusesParametersOutOfRange() {
    assertThatThrownBy(() -> new HashParameters(0, 1, 1, 0, 0))
        .hasMessage("functions per table must be between 1 and 1024: 0");
    assertThatThrownBy(() -> new HashParameters(1, 1025, 1, 0, 0))
        .hasMessage("tables must be between 1 and 1024: 1025");
    assertThatThrownBy(() -> new HashParameters(1, 1, Float.NaN, 0, 0))
        .hasMessage("hash width must be positive and finite: NaN");
    assertThatThrownBy(() -> new HashParameters(1, 1, 1, 100, 0))
        .hasMessage("sketch bits must be a multiple of 64 between 0 and 1024: 100");
    assertThatThrownBy(() -> new HashTables(PARAMETERS, SCALING).hash(new float[3]))
        .hasMessage("projected feature length must be 4: 3");
  }
}
