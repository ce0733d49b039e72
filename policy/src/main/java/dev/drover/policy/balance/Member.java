package dev.drover.policy.balance;

/** What a balancer asks of an upstream while it picks. */
public interface Member {
    /** Requests in flight at it, as far as the picking event loop knows. */
    int inFlight();
}
