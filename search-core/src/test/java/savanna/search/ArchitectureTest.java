package savanna.search;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Operation;
import savanna.tasks.LocalTask;
import savanna.tasks.TaskDescription;
import savanna.tasks.Trainer;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingService;

/** What the design says about modules and packages. */
class ArchitectureTest {

    private static final Path ROOT = Path.of(System.getProperty("savanna.root", ".."));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("savanna");

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(CLASSES).getFailureReport().getDetails();
    }

    private static List<String> dependencies(String from, String... to) {
        return violations(noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"savanna.dsl.(*)..", "savanna.tasks.(*)..", "savanna.search.(*).."})
    void shouldHaveNoCyclesBetweenPackages(String packages) {
        assertThat(violations(slices().matching(packages).should().beFreeOfCycles()))
                .isEmpty();
    }

    @Test
    void shouldPointOneWayBetweenModules() {
        assertThat(dependencies("savanna.dsl..", "savanna.tasks..", "savanna.search..", "savanna.cli.."))
                .isEmpty();
        assertThat(dependencies("savanna.tasks..", "savanna.search..", "savanna.cli.."))
                .isEmpty();
        assertThat(dependencies("savanna.search..", "savanna.cli..")).isEmpty();
        assertThat(dependencies("savanna.search..", "savanna.tasks.."))
                .as("the way that it points")
                .isNotEmpty();
    }

    @Test
    void shouldPrintOnlyFromTheCommandLine() {
        assertThat(violations(noClasses()
                        .that()
                        .resideOutsideOfPackage("savanna.cli..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")))
                .isEmpty();
    }

    @Test
    void shouldKeepTheSearchFreeOfNamedFunctionsOfOptimizers() {
        assertThat(violations(noClasses()
                        .that()
                        .resideInAnyPackage(
                                "savanna.search.mutation..", "savanna.search.evolution..", "savanna.search.training..")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("savanna.dsl.library.ProgramLibrary")))
                .isEmpty();
    }

    /** Memory, interruption and order are the service's: whoever trained by a trainer of their own would have none. */
    @Test
    void shouldTrainThroughTheServiceAlone() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("savanna.tasks.training..")
                .should()
                .callMethod(Trainer.class, "train", TrainingRequest.class, long.class)
                .orShould()
                .callMethod(LocalTask.class, "trainer", Engine.class);
        assertThat(violations(rule)).isEmpty();
        assertThat(violations(noClasses().should().callMethod(LocalTask.class, "trainer", Engine.class)))
                .as("the threads of the service do")
                .isNotEmpty();
    }

    /**
     * A rate is multiplied by {@code Rates}. Outside the language only one other writes products into programs: weight
     * decay has a factor of its own.
     */
    @Test
    void shouldScaleRatesInOnePlace() {
        Set<String> writers = CLASSES.stream()
                .filter(type -> !type.getPackageName().startsWith("savanna.dsl."))
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(Operation.class)
                                && access.getName().equals("PRODUCT")
                        || access.getTargetOwner().isEquivalentTo(Functions.class)
                                && Set.of("byOperator", "get").contains(access.getName()))
                .map(access -> access.getOriginOwner().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(writers).containsExactly("Multipliers");
        assertThat(dependencies("savanna.tasks..", "savanna.dsl.rate.."))
                .as("compare's tuning goes through it")
                .isNotEmpty();
        assertThat(dependencies("savanna.search.simplify..", "savanna.dsl.rate.."))
                .as("so does simplification")
                .isNotEmpty();
    }

    /**
     * Requests and results can be written down and sent: no weights and nothing that is compiled crosses the service.
     */
    @Test
    void shouldAskForAndTellTrainingsAsData() {
        assertThat(violations(noClasses()
                        .that()
                        .belongToAnyOf(
                                TrainingRequest.class,
                                TrainingResult.class,
                                TaskDescription.class,
                                TrainingService.class)
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(Engine.class)
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(Optimizer.class)
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(float[].class)))
                .isEmpty();
    }

    /**
     * What {@link Math} may compute differently from one Java to the next: cbrt and tanh have had other last bits since
     * 25, and sinh may follow.
     */
    @Test
    void shouldComputeTheSameOnEveryJava() {
        Set<String> unstable =
                Set.of("asin", "acos", "atan", "atan2", "cbrt", "cosh", "expm1", "hypot", "log1p", "sinh", "tanh");
        assertThat(violations(noClasses().should().accessTargetWhere(owner(Math.class, unstable))))
                .as("StrictMath has these")
                .isEmpty();
        assertThat(violations(noClasses().should().accessTargetWhere(owner(StrictMath.class, unstable))))
                .as("which is used")
                .isNotEmpty();
    }

    /** What {@code package-info} says, and whether its annotation says if the package is API. */
    @Test
    void shouldSayOfEveryPackageWhatItIsAndWhetherItIsApi() throws IOException {
        Set<String> packages =
                CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).contains("savanna.search", "savanna.tasks", "savanna.dsl.program");
        for (String name : packages) {
            String folder = "src/main/java/" + name.replace('.', '/') + "/package-info.java";
            String source = Files.readString(Stream.of("dsl", "proxy-tasks", "search-core")
                    .map(module -> ROOT.resolve(module).resolve(folder))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " has no package-info.java")));
            assertThat(source).as(name).containsPattern("^/\\*\\*\\s+\\S+").contains("@API(status = API.Status.");
        }
    }

    /** Someone who uses only API meets nothing else in its signatures. */
    @Test
    void shouldShowNothingInternalInTheSignaturesOfTheFacade() {
        Set<String> shown = new TreeSet<>();
        CLASSES.stream()
                .filter(type -> type.getPackageName().equals("savanna.search"))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(method ->
                        Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream()))
                .filter(type -> type.getPackageName().startsWith("savanna."))
                .filter(type -> isInternal(type.getPackageName()))
                .forEach(type -> shown.add(type.getName()));
        assertThat(shown).isEmpty();
    }

    private static boolean isInternal(String name) {
        try {
            API api = Class.forName(name + ".package-info").getAnnotation(API.class);
            return api.status() == API.Status.INTERNAL;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DescribedPredicate<JavaAccess<?>> owner(Class<?> owner, Set<String> methods) {
        return DescribedPredicate.describe(
                "functions of " + owner.getSimpleName(),
                access -> access.getTargetOwner().isEquivalentTo(owner) && methods.contains(access.getName()));
    }
}
