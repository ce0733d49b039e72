package dev.drover.gateway.service;

import dev.drover.board.InstanceId;
import dev.drover.gateway.stage.Request;
import dev.drover.model.Balance;
import dev.drover.policy.balance.Balancing;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a request decides about its instance: the value that is hashed, or the sticky cookie. */
sealed interface BalanceKey {
    /** Null if the request has none. Valid until the request's fields are asked again. */
    @Nullable
    CharSequence of(Request request);

    /** Lets the client know where it was put, if it is to come back there. */
    default void remember(Request request, @Nullable CharSequence wanted, Balancing balancing, InstanceId chosen) {}

    static BalanceKey of(Balance balance) {
        return switch (balance) {
            case Balance.RoundRobin r -> new None();
            case Balance.LeastRequests l -> new None();
            case Balance.Sticky(String cookie, Duration lifetime) ->
                new StickyCookie(new Cookies(cookie), cookie, lifetime);
            case Balance.Hash(Balance.Key key) ->
                switch (key) {
                    case Balance.Key.Header(String name) -> new Header(AsciiString.of(name.toLowerCase(Locale.ROOT)));
                    case Balance.Key.Cookie(String name) -> new Cookie(new Cookies(name));
                    case Balance.Key.Client c -> new Client();
                    case Balance.Key.RequestPath p -> new Path();
                };
        };
    }

    record None() implements BalanceKey {
        @Override
        public @Nullable CharSequence of(Request request) {
            return null;
        }
    }

    record Header(AsciiString name) implements BalanceKey {
        @Override
        public @Nullable CharSequence of(Request request) {
            return request.field(name.array());
        }
    }

    record Cookie(Cookies cookies) implements BalanceKey {
        @Override
        public @Nullable CharSequence of(Request request) {
            return cookies.find(request);
        }
    }

    record Client() implements BalanceKey {
        @Override
        public CharSequence of(Request request) {
            return request.client().getHostAddress();
        }
    }

    record Path() implements BalanceKey {
        @Override
        public CharSequence of(Request request) {
            return request.path();
        }
    }

    /** {@code HttpOnly} and {@code SameSite=Lax}: nothing but Drover reads it. */
    record StickyCookie(Cookies cookies, String name, Duration lifetime) implements BalanceKey {
        @Override
        public @Nullable CharSequence of(Request request) {
            return cookies.find(request);
        }

        @Override
        public void remember(Request request, @Nullable CharSequence wanted, Balancing balancing, InstanceId chosen) {
            Optional<String> token = balancing.token(chosen);
            boolean isKnown =
                    wanted != null && token.map(t -> t.contentEquals(wanted)).orElse(true);
            request.notes()
                    .cookie(
                            isKnown
                                    ? null
                                    : setCookie(
                                            token.orElse(""), request.scheme().equals("https")));
        }

        private String setCookie(String token, boolean secure) {
            return name + "=" + token + "; Path=/; HttpOnly; SameSite=Lax"
                    + (secure ? "; Secure" : "")
                    + (lifetime.isZero() ? "" : "; Max-Age=" + lifetime.toSeconds());
        }
    }
}
