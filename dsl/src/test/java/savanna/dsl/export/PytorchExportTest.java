package savanna.dsl.export;

class PytorchExportTest extends PythonExportContract {

    PytorchExportTest() {
        super(Target.PYTORCH, "torch", "class (\\w+)\\(Optimizer");
    }
}
