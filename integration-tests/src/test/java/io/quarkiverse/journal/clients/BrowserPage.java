package io.quarkiverse.journal.clients;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.quarkiverse.journal.showcase.Browser;

/** A client that runs in a page, which comes from another origin than the stream. */
final class BrowserPage implements Follower {

    private final PageServer server;
    private final Browser browser;

    private BrowserPage(PageServer server, Browser browser) {
        this.server = server;
        this.browser = browser;
    }

    static Follower open(String client, URI stream) throws IOException {
        Browser browser = Browser.startOrSkip();
        BrowserPage page = new BrowserPage(new PageServer(NpmPackages.FOLDER), browser);
        browser.driver.get(page.server.uri().resolve("/follow.html?client=" + client + "&stream="
                + URLEncoder.encode(stream.toString(), StandardCharsets.UTF_8)).toString());
        return page;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<String> lines() {
        return (List<String>) browser.driver.executeScript("return window.lines ?? []");
    }

    /** The page says so: an EventSource that is closed stays closed, and a promise that is kept is kept. */
    @Override
    public boolean isOver() {
        return lines().contains("stopped");
    }

    @Override
    public void close() {
        browser.close();
        server.close();
    }
}
