package io.retrievaldefense;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may know which; the modules' build files allow no more, by accident at times. */
@AnalyzeClasses(
    packages = "io.retrievaldefense",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
  private static final String[] INDEX = {"io.retrievaldefense.index.."};
  private static final String[] EXTRACTOR = {
    "io.retrievaldefense.images..",
    "io.retrievaldefense.backend..",
    "io.retrievaldefense.cnn..",
    "io.retrievaldefense.features..",
    "io.retrievaldefense.model.."
  };
  private static final String[] CLASSIFIER = {"io.retrievaldefense.classifier.."};
  private static final String[] ATTACKS = {"io.retrievaldefense.attacks.."};
  private static final String[] JOBS = {
    "io.retrievaldefense.config..",
    "io.retrievaldefense.pipeline..",
    "io.retrievaldefense.jobs..",
    "io.retrievaldefense.report..",
    "io.retrievaldefense.bench..",
    "io.retrievaldefense.cli.."
  };
  private static final String[] SPARK = {"org.apache.spark..", "scala.."};
  private static final String[] DEEP_LEARNING = {
    "org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."
  };

  @ArchTest
  static final ArchRule indexKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAnyPackage(INDEX)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(all(EXTRACTOR, CLASSIFIER, ATTACKS, JOBS));

  @ArchTest
  static final ArchRule indexSeesNeitherSparkNorDeepLearning =
      noClasses()
          .that()
          .resideInAnyPackage(INDEX)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(all(SPARK, DEEP_LEARNING));

  @ArchTest
  static final ArchRule extractorKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAnyPackage(EXTRACTOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(all(INDEX, CLASSIFIER, ATTACKS, JOBS, SPARK));

  @ArchTest
  static final ArchRule classifierKnowsIndexAndExtractorOnly =
      noClasses()
          .that()
          .resideInAnyPackage(CLASSIFIER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(all(ATTACKS, JOBS, SPARK))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule attacksKnowTheIndexOnly =
      noClasses()
          .that()
          .resideInAnyPackage(ATTACKS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(all(EXTRACTOR, CLASSIFIER, JOBS, SPARK, DEEP_LEARNING));

  @ArchTest
  static final ArchRule deepLearningStaysInExtractorAndClassifier =
      noClasses()
          .that()
          .resideInAnyPackage(all(INDEX, ATTACKS, JOBS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DEEP_LEARNING);

  @ArchTest
  static final ArchRule configurationKnowsNothingElse =
      noClasses()
          .that()
          .resideInAPackage("io.retrievaldefense.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(all(SPARK, new String[] {"org.apache.hadoop..", "picocli.."}));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.retrievaldefense.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingIsReadByJavaDeserialisation =
      noClasses()
          .should()
          .callMethod(java.io.ObjectInputStream.class, "readObject")
          .orShould()
          .callMethod(java.io.ObjectInputStream.class, "readUnshared");

  private static String[] all(String[]... groups) {
    return java.util.Arrays.stream(groups).flatMap(java.util.Arrays::stream).toArray(String[]::new);
  }
}
