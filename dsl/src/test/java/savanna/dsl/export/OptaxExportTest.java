package savanna.dsl.export;

class OptaxExportTest extends PythonExportContract {

    OptaxExportTest() {
        super(Target.OPTAX, "jax, optax", "def (\\w+)\\(");
    }
}
