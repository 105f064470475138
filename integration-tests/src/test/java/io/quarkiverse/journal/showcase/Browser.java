package io.quarkiverse.journal.showcase;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium of the machine's. Nothing is downloaded and nothing is reported to anybody. */
public final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** It warns of every Chromium that it has no typed DevTools for; none are used here. Kept, or its level would be lost. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    public final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts a browser, or lets the test be skipped with the reason. */
    public static Browser startOrSkip() {
        Optional<File> browser = onPath(List.of("chromium", "chromium-browser", "google-chrome"));
        Optional<File> chromedriver = onPath(List.of("chromedriver"));
        assumeTrue(browser.isPresent() && chromedriver.isPresent(),
                () -> "The page was not tested: it needs Chromium and its chromedriver on the PATH, and found " + browser
                        + " and " + chromedriver + ". Debian has them in the packages chromium and chromium-driver.");

        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get());
        // No sandbox: Chromium refuses to run as root with one, and it only ever sees the showcase
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en");
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.get()).build(), options));
    }

    private static Optional<File> onPath(List<String> names) {
        List<String> folders = Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return names.stream().flatMap(name -> folders.stream().map(folder -> new File(folder, name)))
                .filter(File::canExecute).findFirst();
    }

    void resize(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", false));
    }

    void prefer(String colourScheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
    }

    /** Keeps a picture of what the window shows, for people to look at. */
    void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new AssertionError("The screenshot cannot be written", e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
