package savanna.cli;

import java.util.List;
import savanna.tasks.Numerics;

/** What computes on this machine: matrix products, programs, and the fingerprint of both. */
record EngineList(Numerics numerics) {

    static EngineList here() {
        return new EngineList(Numerics.here());
    }

    TextTable table() {
        TextTable table = new TextTable("part", "engine", "what it is");
        String missing = numerics.gemm()
                .fallback()
                .map(reason -> "plain Java, for want of OpenBLAS: " + reason)
                .orElse("");
        table.add("matrix products", numerics.gemm().toString(), missing.isEmpty() ? products() : missing);
        table.add("programs", "block", "blocks of numbers in plain Java, on Java " + numerics.java());
        table.add(
                "fingerprint",
                numerics.probe(),
                "of fixed short trainings; equal wherever results are equal to the bit");
        return table;
    }

    private String products() {
        return numerics.gemm().name().equals("java")
                ? "plain Java, as -Dsavanna.gemm=java asks"
                : "OpenBLAS, with the kernel that it took for this processor";
    }

    List<?> document() {
        return List.of(Json.object(
                "gemm",
                numerics.gemm().name(),
                "version",
                numerics.gemm().version(),
                "kernel",
                numerics.gemm().kernel(),
                "fallback",
                numerics.gemm().fallback().orElse(null),
                "java",
                numerics.java(),
                "probe",
                numerics.probe()));
    }
}
