package io.retrievaldefense.cli.index;

import io.retrievaldefense.cli.options.NeighborsOption;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.cli.predict.ImageSearch;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.LshIndex;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.indexing.HeardOpening;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Neighbours of vectors, or of a picture. */
@Command(
    name = "search",
    description =
        "Find the nearest vectors of queries; without --out, a line per neighbour: query, rank, id,"
            + " squared distance, label. Or find the images that are nearest to a picture, as text"
            + " and, side by side after the picture itself, as a PNG.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense index search vectors.index --queries q.fvecs -n 10 --out found.ivecs",
      "  retrieval-defense index search runs/first/build-index/index --image a.png --sheet near.png"
    })
final class SearchCommand implements Callable<Integer> {
  @Mixin private IndexArgument index;

  @ArgGroup(multiplicity = "1")
  private Asked asked;

  /** By what. */
  private static final class Asked {
    @ArgGroup(exclusive = false)
    private VectorSearch vectors;

    @ArgGroup(exclusive = false)
    private ImageSearch image;
  }

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "lsh, exact or hnsw (default: the index's)")
  private Optional<String> engine;

  @Mixin private NeighborsOption neighbors;
  @Mixin private ProbeOptions probes;
  @Mixin private SparkOptions spark;

  SearchCommand() {}

  @Override
  public Integer call() throws IOException {
    if (asked.image == null) {
      asked.vectors.search(this);
    } else {
      asked.image.search(index.location(), this::open, neighbors, spark, index::line);
    }
    return 0;
  }

  IndexArgument index() {
    return index;
  }

  NeighborsOption neighbors() {
    return neighbors;
  }

  ProbeOptions probes() {
    return probes;
  }

  SparkOptions spark() {
    return spark;
  }

  /** The engine that was asked for, or that the index names. */
  String engine(IndexManifest manifest) {
    return engine.orElse(manifest.engine());
  }

  /** The index, every byte verified, as it is to be searched. */
  NeighborIndex open() throws IOException {
    NeighborIndex opened =
        IndexArgument.refusing(
            () ->
                IndexReader.openLatest(
                    index.store(),
                    Verification.CONTENT,
                    engine.orElse(null),
                    new HeardOpening(index.progress())));
    return opened instanceof LshIndex lsh ? lsh.with(probes.over(lsh.settings())) : opened;
  }
}
