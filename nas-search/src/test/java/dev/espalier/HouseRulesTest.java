package dev.espalier;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Rules between modules and packages. The command line, the last module, keeps to one package. */
@AnalyzeClasses(
    packages = "dev.espalier",
    importOptions = {DoNotIncludeTests.class, HouseRulesTest.NoTestJars.class})
class HouseRulesTest {
  /** Contract tests come as a jar. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("dev.espalier.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule coreKnowsNoBackendAndNoDatabase =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.espalier.config..",
              "dev.espalier.drawing..",
              "dev.espalier.evaluate..",
              "dev.espalier.export..",
              "dev.espalier.file..",
              "dev.espalier.network..",
              "dev.espalier.objective..",
              "dev.espalier.parameter..",
              "dev.espalier.random..",
              "dev.espalier.recipe..",
              "dev.espalier.space..",
              "dev.espalier.store..",
              "dev.espalier.strategy..",
              "dev.espalier.study..",
              "dev.espalier.trial..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule strategyContractNeverSeesANetwork =
      noClasses()
          .that()
          .resideInAPackage("dev.espalier.strategy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.espalier.network..", "dev.espalier.study..");

  @ArchTest
  static final ArchRule strategiesSeeNoNetworkSpaceFamilyOrEvaluator =
      noClasses()
          .that()
          .resideInAPackage("dev.espalier.strategies..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.espalier.network..",
              "dev.espalier.spaces..",
              "dev.espalier.eval..",
              "dev.espalier.stores..",
              "dev.espalier.search..");

  @ArchTest
  static final ArchRule spacesKnowNoBackendAndNoStrategy =
      noClasses()
          .that()
          .resideInAPackage("dev.espalier.spaces..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.nd4j..",
              "org.deeplearning4j..",
              "dev.espalier.strategies..",
              "dev.espalier.eval..");

  @ArchTest
  static final ArchRule evaluationKnowsNoStrategy =
      noClasses()
          .that()
          .resideInAPackage("dev.espalier.eval..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.espalier.strategies..", "dev.espalier.strategy..", "dev.espalier.spaces..");

  @ArchTest
  static final ArchRule theEngineKnowsNothingOfArchitectureSearch =
      noClasses()
          .that()
          .resideInAPackage("dev.espalier.onednn..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.espalier..")
                  .and(resideOutsideOfPackage("dev.espalier.onednn..")));

  @ArchTest
  static final ArchRule dataKnowsNoModelCode =
      noClasses()
          .that()
          .resideInAPackage("dev.espalier.datasets..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "dev.espalier.network..");

  @ArchTest
  static final ArchRule onlyTheStoreTalksToADatabase =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.espalier.stores..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..", "org.flywaydb..");

  /** Their order is another one in every process, and finds its way into files and random draws. */
  @ArchTest
  static final ArchRule copiesKeepTheirOrder =
      noClasses()
          .should()
          .callMethod(Map.class, "copyOf", Map.class)
          .orShould()
          .callMethod(Set.class, "copyOf", Collection.class);

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.espalier.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
