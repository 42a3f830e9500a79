package savanna.search.chart;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;

/** The SVG of a chart, drawn: as pixels, or as lines on a page. */
final class Drawing {

    /** Pixels for each unit of the SVG: fine enough for print in a column. */
    private static final int SCALE = 3;

    /** Points of a page for each unit of the SVG, a pixel of CSS. */
    private static final float POINTS = 0.75f;

    /** Browsers choose from a list; Java has a name for whatever sans serif there is. */
    private static final String SVG_FONTS = "Helvetica, Arial, sans-serif";

    private static final String JAVA_FONT = "SansSerif";

    private final SVGDocument document;
    private final int width;
    private final int height;

    private Drawing(SVGDocument document) {
        this.document = document;
        this.width = Math.round(document.size().width);
        this.height = Math.round(document.size().height);
    }

    static Drawing of(Chart chart) throws IOException {
        // There may be no screen, and none is needed.
        System.setProperty("java.awt.headless", "true");
        SVGDocument document = new SVGLoader()
                .load(
                        new ByteArrayInputStream(
                                chart.file().replace(SVG_FONTS, JAVA_FONT).getBytes(StandardCharsets.UTF_8)),
                        null,
                        LoaderContext.createDefault());
        if (document == null) {
            throw new IOException("the chart \"" + chart.title() + "\" cannot be drawn");
        }
        return new Drawing(document);
    }

    byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
        draw(graphics);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    byte[] pdf() throws IOException {
        try (PDDocument file = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle(width * POINTS, height * POINTS));
            file.addPage(page);
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(file, width, height);
            draw(graphics);
            graphics.dispose();
            try (PDPageContentStream content = new PDPageContentStream(file, page)) {
                content.transform(Matrix.getScaleInstance(POINTS, POINTS));
                content.drawForm(graphics.getXFormObject());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            file.save(bytes);
            return bytes.toByteArray();
        }
    }

    private void draw(Graphics2D graphics) throws IOException {
        try {
            document.render((Component) null, graphics, new ViewBox(width, height));
        } catch (InternalError | NullPointerException noFonts) {
            // What the JDK throws where fontconfig knows no font at all.
            throw new IOException(
                    "text cannot be drawn, since this machine has no fonts: " + noFonts
                            + "; install some, such as the package fonts-dejavu, or take SVG",
                    noFonts);
        }
    }
}
