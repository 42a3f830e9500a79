package savanna.search;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the design says about modules and packages. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("savanna");

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(CLASSES).getFailureReport().getDetails();
    }

    private static List<String> dependencies(String from, String... to) {
        return violations(noClasses().that().resideInAPackage(from).should().dependOnClassesThat().resideInAnyPackage(to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"savanna.dsl.(*)..", "savanna.tasks.(*)..", "savanna.search.(*).."})
    void shouldHaveNoCyclesBetweenPackages(String packages) {
        assertThat(violations(slices().matching(packages).should().beFreeOfCycles())).isEmpty();
    }

    @Test
    void shouldPointOneWayBetweenModules() {
        assertThat(dependencies("savanna.dsl..", "savanna.tasks..", "savanna.search..", "savanna.cli..")).isEmpty();
        assertThat(dependencies("savanna.tasks..", "savanna.search..", "savanna.cli..")).isEmpty();
        assertThat(dependencies("savanna.search..", "savanna.cli..")).isEmpty();
        assertThat(dependencies("savanna.search..", "savanna.tasks..")).as("the way that it points").isNotEmpty();
    }

    @Test
    void shouldPrintOnlyFromTheCommandLine() {
        assertThat(violations(noClasses().that().resideOutsideOfPackage("savanna.cli..").should().accessField(System.class, "out").orShould().accessField(System.class, "err"))).isEmpty();
    }

    @Test
    void shouldKeepTheSearchFreeOfNamedFunctionsOfOptimizers() {
        assertThat(violations(noClasses().that().resideInAnyPackage("savanna.search.mutation..", "savanna.search.evolution..", "savanna.search.training..").should()
                .dependOnClassesThat().haveFullyQualifiedName("savanna.dsl.library.ProgramLibrary"))).isEmpty();
    }
}
