package dev.drover.clients;

import com.ecwid.consul.v1.ConsulClient;
import com.ecwid.consul.v1.QueryParams;
import com.ecwid.consul.v1.kv.model.PutParams;
import com.ecwid.consul.v1.session.model.NewSession;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;

/**
 * Leads while its session holds the lock.
 *
 * @see <a href="https://developer.hashicorp.com/consul/tutorials/developer-configuration/application-leader-elections">Consul:
 *     application leader elections with sessions</a>
 */
final class Candidate implements DisposableBean {
    private static final String LOCK = "leaders/orders";

    private final ConsulClient consul;
    private final String session;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> standing;
    private volatile boolean leads;

    Candidate(ConsulClient consul) {
        this.consul = consul;
        var wanted = new NewSession();
        wanted.setName("orders");
        wanted.setTtl("10s");
        wanted.setLockDelay(0);
        this.session = consul.sessionCreate(wanted, QueryParams.DEFAULT).getValue();
        this.standing = clock.scheduleWithFixedDelay(this::stand, 0, 500, TimeUnit.MILLISECONDS);
    }

    private void stand() {
        consul.renewSession(session, QueryParams.DEFAULT);
        var lock = new PutParams();
        lock.setAcquireSession(session);
        leads = consul.setKVValue(LOCK, session, lock).getValue();
    }

    boolean leads() {
        return leads;
    }

    @Override
    public void destroy() {
        standing.cancel(true);
        clock.shutdownNow();
        consul.sessionDestroy(session, QueryParams.DEFAULT);
    }
}
