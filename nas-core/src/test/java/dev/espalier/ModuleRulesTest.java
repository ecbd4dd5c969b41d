package dev.espalier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.espalier", importOptions = DoNotIncludeTests.class)
class ModuleRulesTest {
  @ArchTest
  static final ArchRule coreKnowsNoBackendAndNoDatabase =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("dev.espalier.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule strategyContractNeverSeesANetwork =
      noClasses()
          .that()
          .resideInAPackage("dev.espalier.strategy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.espalier.network..", "dev.espalier.study..");
}
