package savanna.tasks;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("savanna.tasks");

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().assignedFrom(new com.tngtech.archunit.library.dependencies.SliceAssignment() {
            @Override
            public String getDescription() {
                return "packages";
            }

            @Override
            public com.tngtech.archunit.library.dependencies.SliceIdentifier getIdentifierOf(com.tngtech.archunit.core.domain.JavaClass type) {
                return type.getPackageName().startsWith("savanna.tasks")
                        ? com.tngtech.archunit.library.dependencies.SliceIdentifier.of(type.getPackageName())
                        : com.tngtech.archunit.library.dependencies.SliceIdentifier.ignore();
            }
        }).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldNotDependOnTheSearch() {
        ArchRuleDefinition.noClasses().should().dependOnClassesThat().resideInAnyPackage("savanna.search..", "savanna.cli..").check(CLASSES);
    }

    @Test
    void shouldNotPrint() {
        com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }
}
