package io.retrievaldefense;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which module may know which; the build files allow no more, but a jar brings others along. */
class ModuleRulesTest {
  private static final String[] INDEX = {"io.retrievaldefense.index.."};
  private static final String[] EXTRACTOR = {
    "io.retrievaldefense.images..",
    "io.retrievaldefense.backend..",
    "io.retrievaldefense.cnn..",
    "io.retrievaldefense.features..",
    "io.retrievaldefense.model..",
    "io.retrievaldefense.keras..",
    "io.retrievaldefense.onnx.."
  };
  private static final String[] CLASSIFIER = {"io.retrievaldefense.classifier.."};
  private static final String[] ATTACKS = {"io.retrievaldefense.attacks.."};
  private static final String EXECUTOR = "io.retrievaldefense.executor..";
  private static final String[] STEPS = {
    "io.retrievaldefense.config..",
    "io.retrievaldefense.pipeline..",
    EXECUTOR,
    "io.retrievaldefense.evaluation..",
    "io.retrievaldefense.indexing..",
    "io.retrievaldefense.jobs..",
    "io.retrievaldefense.report..",
    "io.retrievaldefense.bench..",
    "io.retrievaldefense.export..",
    "io.retrievaldefense.prediction..",
    "io.retrievaldefense.study..",
    "io.retrievaldefense.detection..",
    "io.retrievaldefense.poisoning..",
    "io.retrievaldefense.voting..",
    "io.retrievaldefense.ml..",
    "io.retrievaldefense.rebuild..",
    "io.retrievaldefense.cli.."
  };
  private static final String[] TRAINING = {"io.retrievaldefense.training.."};
  private static final String[] JOBS = all(STEPS, TRAINING);
  private static final String[] SPARK = {"org.apache.spark..", "scala.."};
  private static final String[] DEEP_LEARNING = {
    "org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."
  };

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.retrievaldefense");
  }

  private static void mustNotKnow(String[] packages, String[]... others) {
    noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(all(others))
        .check(classes);
  }

  private static String[] all(String[]... groups) {
    return Arrays.stream(groups).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static String[] without(String[] group, String one) {
    return Arrays.stream(group).filter(name -> !name.equals(one)).toArray(String[]::new);
  }

  @Test
  void everyPackageBelongsToAModuleThatTheRulesName() {
    DescribedPredicate<JavaClass> named =
        JavaClass.Predicates.resideInAnyPackage(all(INDEX, EXTRACTOR, CLASSIFIER, ATTACKS, JOBS));
    assertThat(classes.that(DescribedPredicate.not(named)))
        .as("classes outside the packages that the rules name")
        .extracting(JavaClass::getPackageName)
        .isEmpty();
    for (String[] module : List.of(INDEX, EXTRACTOR, CLASSIFIER, ATTACKS, JOBS)) {
      assertThat(classes.that(JavaClass.Predicates.resideInAnyPackage(module))).isNotEmpty();
    }
  }

  @Test
  void theIndexKnowsNoOtherModule() {
    mustNotKnow(INDEX, EXTRACTOR, CLASSIFIER, ATTACKS, JOBS);
  }

  @Test
  void theIndexSeesNeitherSparkNorDeepLearning() {
    mustNotKnow(INDEX, SPARK, DEEP_LEARNING);
  }

  @Test
  void theExtractorKnowsNoOtherModule() {
    mustNotKnow(EXTRACTOR, INDEX, CLASSIFIER, ATTACKS, JOBS, SPARK);
  }

  @Test
  void theClassifierKnowsIndexAndExtractorOnly() {
    mustNotKnow(CLASSIFIER, ATTACKS, JOBS, SPARK);
  }

  @Test
  void attacksKnowTheIndexOnly() {
    mustNotKnow(ATTACKS, EXTRACTOR, CLASSIFIER, JOBS, SPARK, DEEP_LEARNING);
  }

  @Test
  void deepLearningStaysInExtractorClassifierAndTraining() {
    mustNotKnow(all(INDEX, ATTACKS, STEPS), DEEP_LEARNING);
  }

  @Test
  void trainingKnowsTheExtractorAndTheExecutorItRunsInOnly() {
    mustNotKnow(TRAINING, INDEX, CLASSIFIER, ATTACKS, without(STEPS, EXECUTOR));
  }

  @Test
  void executorsKnowNoStep() {
    mustNotKnow(new String[] {EXECUTOR}, without(STEPS, EXECUTOR), TRAINING);
  }

  @Test
  void theConfigurationKnowsNothingElse() {
    mustNotKnow(
        new String[] {"io.retrievaldefense.config.."},
        INDEX,
        EXTRACTOR,
        CLASSIFIER,
        ATTACKS,
        SPARK,
        new String[] {"org.apache.hadoop..", "picocli.."});
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.retrievaldefense.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void nothingIsReadByJavaDeserialisation() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(classes);
  }
}
