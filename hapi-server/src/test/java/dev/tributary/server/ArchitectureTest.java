package dev.tributary.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md as code. */
class ArchitectureTest {

    private static final JavaClasses TRIBUTARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "dev.tributary.mapping",
                    "dev.tributary.identity",
                    "dev.tributary.subscriptions",
                    "dev.tributary.server",
                    "dev.tributary.conformance",
                    "dev.tributary.bench");

    @Test
    void mappingAndIdentity_arePure() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tributary.mapping..", "dev.tributary.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "java.sql..",
                        "javax.sql..",
                        "jakarta..",
                        "java.net.http..",
                        "ca.uhn.fhir.jpa..",
                        "org.hibernate..")
                .check(TRIBUTARY);
    }

    @Test
    void mappingAndIdentity_knowNoClockAndNoDice() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tributary.mapping..", "dev.tributary.identity..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(TRIBUTARY);
    }

    @Test
    void hapiJpa_staysInTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tributary.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ca.uhn.fhir.jpa..")
                .check(TRIBUTARY);
    }

    @Test
    void features_doNotUseTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tributary.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tributary.server..")
                .check(TRIBUTARY);
    }

    @Test
    void modules_useNoOtherModule() {
        slices().matching("dev.tributary.(*)..")
                .namingSlices("$1")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                "dev.tributary.server.."),
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                                "dev.tributary.mapping..", "dev.tributary.identity..", "dev.tributary.subscriptions.."))
                // The bench drives the engine alone, too.
                .ignoreDependency(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                "dev.tributary.bench.engine.."),
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                "dev.tributary.subscriptions.."))
                .check(TRIBUTARY);
    }

    /** A judge knows nothing of what it judges. */
    @Test
    void theServer_doesNotUseItsJudges() {
        noClasses()
                .that()
                .resideInAPackage("dev.tributary.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tributary.conformance..", "dev.tributary.bench..")
                .check(TRIBUTARY);
    }

    @Test
    void featuresOfTheServer_haveNoCycles() {
        slices().matching("dev.tributary.server.(*)..")
                .should()
                .beFreeOfCycles()
                .check(TRIBUTARY);
    }

    @Test
    void packagesOfTheFeatureModules_haveNoCycles() {
        slices().matching("dev.tributary.subscriptions.(**)")
                .should()
                .beFreeOfCycles()
                .check(TRIBUTARY);
    }

    @Test
    void names_sayWhatAThingIs() {
        noClasses()
                .that()
                .resideInAPackage("dev.tributary..")
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Dto|Processor)")
                .check(TRIBUTARY);
    }

    @Test
    void properties_areRecords() {
        classes()
                .that()
                .areAnnotatedWith(org.springframework.boot.context.properties.ConfigurationProperties.class)
                .should()
                .beRecords()
                .check(TRIBUTARY);
    }
}
