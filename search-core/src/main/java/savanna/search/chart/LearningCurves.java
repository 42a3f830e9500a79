package savanna.search.chart;

import java.util.List;
import savanna.tasks.TrainingResult.CurvePoint;
import savanna.tasks.compare.Standing;

/** Learning curves of a comparison as a chart. */
public final class LearningCurves {
    private LearningCurves() {}

    /**
     * The curves of all standings that have one.
     *
     * @param metric name of what is on the vertical axis
     */
    public static Chart of(String title, String metric, List<Standing> standings) {
        return new Chart(
                title,
                "training step",
                "validation " + metric,
                standings.stream().map(LearningCurves::curve).toList());
    }

    private static Curve curve(Standing standing) {
        return new Curve(
                standing.name(),
                Curve.Mark.LINE,
                standing.curve().stream().map(point -> (double) point.step()).toList(),
                standing.curve().stream().map(CurvePoint::value).toList(),
                standing.curveErrors());
    }
}
