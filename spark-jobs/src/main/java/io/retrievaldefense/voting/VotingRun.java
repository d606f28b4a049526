package io.retrievaldefense.voting;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.suite.Suite;
import io.retrievaldefense.attacks.suite.SuiteShape;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.ClassifierModel;
import io.retrievaldefense.evaluation.Examples;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.jobs.SeededOrder;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * Lets the defences of finished runs vote, and attacks each of them and their vote by whoever holds
 * all of them, and the plain networks that they are built on and beside.
 */
public final class VotingRun {
  private static final int BATCH = 32;
  private static final String VOTE = "vote";

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
   * What is measured.
   *
   * @param examples the most test images
   * @param epsilons radii of the Linf ball, of pixels in [0,1]
   */
  public record Request(int examples, List<Double> epsilons) {

    /** Checks the numbers. */
    public Request {
      epsilons = List.copyOf(epsilons);
      if (examples < 1) {
        throw new BadInputException("number of examples must be at least 1: " + examples);
      }
      if (epsilons.isEmpty() || epsilons.stream().anyMatch(e -> !(e > 0 && e <= 1))) {
        throw new BadInputException("epsilons must be in (0, 1], one at least: " + epsilons);
      }
    }
  }

  /**
   * @param spark reads the images
   * @param progress where to say how far it is
   */
  public VotingRun(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * @param members two at least, of runs over the same images, and the same of them to test with
   * @param request what is measured
   * @return every member and the vote, each attacked through itself, then through all others, then
   *     through itself and a plain network together
   * @throws BadInputException if there is one member, two have one name, or they are over different
   *     images
   * @throws IOException if a part is missing or damaged
   */
  public VotingTable measure(List<Member> members, Request request) throws IOException {
    requireNames(members);
    TrainedRun first = requireSameImages(members);
    long seed = NamedSeed.derive(Long.parseLong(first.seed()), "voting");
    List<Example> examples =
        Examples.of(
            SeededOrder.of(first.testImages(spark), seed).stream()
                .limit(request.examples())
                .toList());
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
      List<ClassifierModel> plain = plain(members);
      open.push(() -> plain.forEach(ClassifierModel::close));
      ImageShape image = first.shape();
      ImageGrid grid = new ImageGrid(image.height(), image.width(), image.channels());
      SuiteShape shape = new SuiteShape(grid, first.classNames().size(), rows, most);
      return table(members, models, plain, new Voting(Suite.QUICK, shape, seed), examples, request);
    } finally {
      open.forEach(Runnable::run);
    }
  }

  /** The members' public networks and extractors, which two members may share. */
  private static List<ClassifierModel> plain(List<Member> members) throws IOException {
    Map<String, byte[]> networks = new LinkedHashMap<>();
    for (Member member : members) {
      for (byte[] network : List.of(member.run().baseline(), member.run().extractor())) {
        networks.putIfAbsent(ModelFile.digest(network), network);
      }
    }
    List<ClassifierModel> plain = new ArrayList<>();
    for (byte[] network : networks.values()) {
      CnnModel model = CnnModelFile.parse(network, "network of a run that votes");
      plain.add(
          ClassifierModel.of(new BaselineClassifier(model, BATCH), ThreatModel.BASELINE_TRANSFER));
    }
    return plain;
  }

  private VotingTable table(
      List<Member> members,
      List<AttackedModel> models,
      List<ClassifierModel> plain,
      Voting voting,
      List<Example> examples,
      Request request) {
    List<AttackedModel> all = new ArrayList<>(models);
    all.add(new VotingModel(models));
    List<VotingTable.Row> rows = new ArrayList<>();
    for (double epsilon : request.epsilons()) {
      for (int m = 0; m < all.size(); m++) {
        String name = m < members.size() ? members.get(m).name() : VOTE;
        progress.begin("attacking " + name + " at epsilon " + epsilon, examples.size());
        rows.add(
            voting.row(
                name,
                all.get(m),
                sources(all, m, plain),
                plain,
                examples,
                epsilon,
                progress::advance));
      }
    }
    return new VotingTable(rows);
  }

  /** What a model is attacked through: itself, all others, and the plain networks. */
  static <T> List<T> sources(List<T> all, int own, List<? extends T> plain) {
    List<T> sources = new ArrayList<>(all);
    sources.add(0, sources.remove(own));
    sources.addAll(plain);
    return sources;
  }

  private static void requireNames(List<Member> members) {
    if (members.size() < 2) {
      throw new BadInputException("runs that vote must be at least 2: " + members.size());
    }
    List<String> names = members.stream().map(Member::name).toList();
    if (names.contains(VOTE) || names.stream().distinct().count() < names.size()) {
      throw new BadInputException(
          "runs that vote must have different names, none of them " + VOTE + ": " + names);
    }
  }

  /**
   * Of other seeds the splits may be others, and what one run tests with another has trained on or
   * retrieves.
   */
  private TrainedRun requireSameImages(List<Member> members) throws IOException {
    TrainedRun first = members.get(0).run();
    for (Member member : members) {
      if (!member.run().dataDigest().equals(first.dataDigest())) {
        throw new BadInputException(notAs(members.get(0), member, "be over"));
      }
    }
    Set<Long> ids = first.testIds(spark);
    for (Member member : members.subList(1, members.size())) {
      if (!member.run().testIds(spark).equals(ids)) {
        throw new BadInputException(notAs(members.get(0), member, "test with"));
      }
    }
    for (Member member : members) {
      member.run().requireTrainedFor(member.neighbors());
    }
    return first;
  }

  private static String notAs(Member first, Member other, String rule) {
    return "runs that vote must %s the same images as %s: %s"
        .formatted(rule, first.name(), other.name());
  }
}
