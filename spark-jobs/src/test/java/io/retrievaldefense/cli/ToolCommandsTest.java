package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.cli.index.IndexCommand;
import io.retrievaldefense.images.ImageRow;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.LocalFiles;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import io.retrievaldefense.images.SvhnMatReader;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolCommandsTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    return Main.commandLine(List.of(new IndexCommand(), new DataCommand()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String index() throws IOException {
    String location = folder.resolve("index").toString();
    IndexStore store = IndexStore.at(location);
    IndexSchema schema =
        new IndexSchema(
            3,
            new HashParameters(2, 3, 1f, 64, 1),
            Scaling.identity(2),
            IndexSchema.NO_DIGEST,
            IndexSchema.NO_DIGEST);
    ShardWriter writer = new ShardWriter(store.files(), schema);
    for (int id = 0; id < 20; id++) {
      writer.add(id, id % 2, new float[] {id, -id}, new float[] {id, 1, 2});
    }
    ShardReceipt receipt = writer.finish().orElseThrow();
    store.commit(
        IndexManifest.of(
            store.nextSnapshot(),
            schema,
            new Provenance(IndexSchema.NO_DIGEST, "test", 2),
            "lsh",
            new SearchSettings(4, 100, 10),
            List.of(receipt)));
    return location;
  }

  @Test
  void statsTellWhatAnIndexHolds() throws IOException {
    assertThat(execute("index", "stats", index())).isZero();
    assertThat(out.toString())
        .contains(
            "engine lsh\n",
            "20 rows in 1 shards",
            "3 tables of 2 functions, width 1.0, sketches of 64 bits\n");
  }

  @Test
  void checkTellsASoundIndexFromADamagedOne() throws IOException {
    String index = index();
    assertThat(execute("index", "check", index)).isZero();
    assertThat(out.toString()).contains("snapshot 1: 20 rows", "0 findings");

    Path shard;
    try (Stream<Path> shards = Files.list(Path.of(index, "shards"))) {
      shard = shards.filter(path -> path.toString().endsWith(".shard")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);
    assertThat(execute("index", "check", index)).isEqualTo(1);
    assertThat(out.toString()).contains("CHECKSUM_MISMATCH", "1 findings");
  }

  @Test
  void anIndexThatIsNotThereIsBadInput() {
    assertThat(execute("index", "stats", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: ").doesNotContain("--debug");
  }

  @Test
  void exportsTheImagesThatARunOfThatSeedSees() throws IOException {
    Path file = folder.resolve("test_32x32.mat");
    String[] arguments = {
      "data", "export-mat", "--part", "test", "--count", "3", "--seed", "9", file.toString()
    };
    assertThat(execute(arguments)).isZero();
    assertThat(out).hasToString("3 images written to " + file + "\n");
    LabeledImage expected =
        new StreetNumberGenerator(NamedSeed.derive(9, "street-numbers"))
            .image(StreetNumberSplit.TEST, 2, 2);
    var source = SvhnMatReader.open(new LocalFiles(), file.toString(), 0);
    assertThat(source.count()).isEqualTo(3);
    try (Stream<ImageRow> rows = source.parts().get(source.parts().size() - 1).read()) {
      List<ImageRow> read = rows.toList();
      LabeledImage last = (LabeledImage) read.get(read.size() - 1);
      assertThat(last.pixels()).isEqualTo(expected.pixels());
      assertThat(last.label()).isEqualTo(expected.label());
    }
  }

  @Test
  void drawsAContactSheet() throws IOException {
    Path file = folder.resolve("sheet.png");
    assertThat(execute("data", "contact-sheet", "--count", "20", file.toString())).isZero();
    // 16 columns and 2 rows of 32 pixels, twice as large, with gaps of 2.
    var sheet = ImageIO.read(file.toFile());
    assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(1058, 134);
  }

  @Test
  void refusesACountOfNothing() {
    assertThat(execute("data", "contact-sheet", "--count", "0", "x.png")).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: --count must be at least 1: 0; see ");
    assertThat(execute("data")).isEqualTo(2);
    assertThat(execute("index")).isEqualTo(2);
  }
}
