package savanna.tasks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("savanna.tasks");

    /** Every package of this module; those above it, such as the root, are packages too. */
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public String getDescription() {
            return "packages";
        }

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("savanna.tasks")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }
    };

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(CLASSES).getFailureReport().getDetails();
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        assertThat(violations(SlicesRuleDefinition.slices()
                        .assignedFrom(PACKAGES)
                        .should()
                        .beFreeOfCycles()))
                .isEmpty();
    }

    @Test
    void shouldNotDependOnTheSearch() {
        assertThat(violations(noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("savanna.search..", "savanna.cli..")))
                .isEmpty();
    }

    @Test
    void shouldNotPrint() {
        assertThat(violations(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS))
                .isEmpty();
    }

    @Test
    void shouldSeeADependencyThatIsThere() {
        assertThat(violations(noClasses().should().dependOnClassesThat().resideInAnyPackage("savanna.dsl..")))
                .as("tasks run programs")
                .isNotEmpty();
    }
}
