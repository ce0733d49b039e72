package dev.drover.gateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.gateway.route.Sketch;
import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Template;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedirectsTest {
    private static String location(String template, String url) throws URISyntaxException {
        Sketch request = Sketch.of("GET", url, List.of(Map.entry("Host", "shop")), InetAddress.getLoopbackAddress());
        Answer answer = Redirects.to(302, Template.of(template, List.of()), request);
        return answer.fields().getFirst().getValue();
    }

    @Test
    void fillsInWhatTheRequestHas() throws Exception {
        assertEquals("https://shop/a?b=c", location("https://{host}{path}{query}", "http://shop:8080/a?b=c"));
        assertEquals("https://shop/a", location("https://{host}{path}{query}", "http://shop/a"));
        assertEquals("/x{unknown}", location("/x{unknown}", "http://shop/a"));
    }

    @Test
    void neverLeadsToAHostThatTheClientChose() throws Exception {
        assertEquals("/evil.example/", location("{path}/", "http://shop//evil.example"));
        assertEquals("https://shop//evil.example", location("https://{host}{path}", "http://shop//evil.example"));
        assertEquals("//cdn.example/a", location("//cdn.example{path}", "http://shop/a"));
    }
}
