package dev.drover.clients;

import com.ecwid.consul.v1.ConsulClient;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A small application that registers itself, finds its like, takes its settings from keys, and elects one leader. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class Orders {
    private final Environment settings;
    private final DiscoveryClient discovery;
    private final Candidate candidate;

    public Orders(Environment settings, DiscoveryClient discovery, Candidate candidate) {
        this.settings = settings;
        this.discovery = discovery;
        this.candidate = candidate;
    }

    public static void main(String[] args) {
        SpringApplication.run(Orders.class, args);
    }

    @Bean
    static Candidate candidate(ConsulClient consul) {
        return new Candidate(consul);
    }

    @GetMapping("/healthz")
    public String healthz() {
        return "well";
    }

    /** What the key {@code config/orders/greeting} says. */
    @GetMapping("/greeting")
    public String greeting() {
        return settings.getProperty("greeting", "none");
    }

    /** The ports of all instances that pass. */
    @GetMapping("/instances")
    public String instances() {
        return discovery.getInstances("orders").stream()
                .map(instance -> Integer.toString(instance.getPort()))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    @GetMapping("/leader")
    public String leader() {
        return candidate.leads() ? "yes" : "no";
    }
}
