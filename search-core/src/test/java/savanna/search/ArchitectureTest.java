package savanna.search;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the design says about modules and packages. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("savanna");

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("savanna.dsl.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("savanna.tasks.(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(CLASSES);
        slices().matching("savanna.search.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldPointOneWayBetweenModules() {
        noClasses().that().resideInAPackage("savanna.dsl..").should().dependOnClassesThat().resideInAnyPackage("savanna.tasks..", "savanna.search..", "savanna.cli..")
                .check(CLASSES);
        noClasses().that().resideInAPackage("savanna.tasks..").should().dependOnClassesThat().resideInAnyPackage("savanna.search..", "savanna.cli..").check(CLASSES);
        noClasses().that().resideInAPackage("savanna.search..").should().dependOnClassesThat().resideInAPackage("savanna.cli..").check(CLASSES);
    }

    @Test
    void shouldPrintOnlyFromTheCommandLine() {
        noClasses().that().resideOutsideOfPackage("savanna.cli..").should().accessField(System.class, "out").orShould().accessField(System.class, "err").check(CLASSES);
    }

    @Test
    void shouldKeepTheSearchFreeOfNamedFunctionsOfOptimizers() {
        noClasses().that().resideInAnyPackage("savanna.search.mutation..", "savanna.search.evolution..", "savanna.search.training..").should()
                .dependOnClassesThat().haveFullyQualifiedName("savanna.dsl.library.ProgramLibrary").check(CLASSES);
    }
}
