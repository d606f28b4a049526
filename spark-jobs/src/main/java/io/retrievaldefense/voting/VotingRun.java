package io.retrievaldefense.voting;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.suite.Suite;
import io.retrievaldefense.attacks.suite.SuiteShape;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.ClassifierModel;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.jobs.SeededOrder;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Lets the defences of finished runs vote, and attacks each of them and their vote. */
public final class VotingRun {
  private static final int BATCH = 32;

  private final SparkSession spark;
  private final Progress progress;

  /**
   * A member of a vote.
   *
   * @param name for the table
   * @param run whose classifiers are trained
   * @param neighbors N, one that the run has trained for
   */
  public record Member(String name, TrainedRun run, int neighbors) {}

  /**
   * @param spark reads the images
   * @param progress where to say how far it is
   */
  public VotingRun(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * @param members two at least, of runs over the same images
   * @param count the most test images
   * @param epsilons radii of the Linf ball
   * @return every member and the vote, each attacked through itself and then through all others
   * @throws BadInputException if there is one member, or they are over different images
   * @throws IOException if a part is missing or damaged
   */
  public VotingTable measure(List<Member> members, int count, List<Double> epsilons)
      throws IOException {
    TrainedRun first = requireSameImages(members);
    if (count < 1) {
      throw new BadInputException("number of examples must be at least 1: " + count);
    }
    long seed = NamedSeed.derive(Long.parseLong(first.seed()), "voting");
    List<Example> examples =
        SeededOrder.of(first.testImages(spark), seed).stream()
            .limit(count)
            .map(image -> Example.untargeted(image.id(), image.unitPixels(), image.label()))
            .toList();
    NativeThreads.use(NativeThreads.available());
    Deque<Runnable> open = new ArrayDeque<>();
    try {
      List<AttackedModel> models = new ArrayList<>();
      int rows = Integer.MAX_VALUE;
      int most = 0;
      for (Member member : members) {
        NeighborIndex index = member.run().openIndex();
        open.push(index::close);
        ClassifierModel model =
            ClassifierModel.of(
                member.run().classifier(member.neighbors(), index, BATCH), ThreatModel.KNOWN_INDEX);
        open.push(model::close);
        models.add(model);
        rows = Math.min(rows, index.size());
        most = Math.max(most, member.neighbors());
      }
      ImageShape image = first.shape();
      ImageGrid grid = new ImageGrid(image.height(), image.width(), image.channels());
      SuiteShape shape = new SuiteShape(grid, first.classNames().size(), rows, most);
      return table(members, models, new Voting(Suite.QUICK, shape, seed), examples, epsilons);
    } finally {
      open.forEach(Runnable::run);
    }
  }

  private VotingTable table(
      List<Member> members,
      List<AttackedModel> models,
      Voting voting,
      List<Example> examples,
      List<Double> epsilons) {
    List<AttackedModel> all = new ArrayList<>(models);
    all.add(new VotingModel(models));
    List<VotingTable.Row> rows = new ArrayList<>();
    progress.begin("attacking members and vote", (long) all.size() * epsilons.size());
    for (double epsilon : epsilons) {
      for (int m = 0; m < all.size(); m++) {
        String name = m < members.size() ? members.get(m).name() : "vote";
        rows.add(voting.row(name, all.get(m), ownFirst(all, m), examples, epsilon));
        progress.advance(1);
      }
    }
    return new VotingTable(rows);
  }

  private static List<AttackedModel> ownFirst(List<AttackedModel> all, int own) {
    List<AttackedModel> sources = new ArrayList<>(all);
    sources.add(0, sources.remove(own));
    return sources;
  }

  private static TrainedRun requireSameImages(List<Member> members) throws IOException {
    if (members.size() < 2) {
      throw new BadInputException("runs that vote must be at least 2: " + members.size());
    }
    TrainedRun first = members.get(0).run();
    for (Member member : members) {
      if (!member.run().dataDigest().equals(first.dataDigest())) {
        throw new BadInputException(
            "runs that vote must be over the same images as "
                + members.get(0).name()
                + ": "
                + member.name());
      }
    }
    return first;
  }
}
