package dev.drover.registry.command;

import dev.drover.registry.entry.AppliedModel;
import dev.drover.registry.entry.Challenge;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.KeyStep;
import dev.drover.registry.entry.ModelWord;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import dev.drover.registry.entry.UserEvent;
import dev.drover.registry.entry.Vote;
import java.time.Instant;
import java.util.List;

/** One wanted change of the registry. It happens as a whole or not at all. */
public sealed interface Command {
    /** A change of who offers what, and how it is. */
    sealed interface Catalog extends Command {}

    /** A change of sessions. */
    sealed interface Sessions extends Command {}

    /** A change of prepared queries. */
    sealed interface Queries extends Command {}

    /**
     * A node and some of what is on it, all at once ({@code /v1/catalog/register}).
     *
     * @param skipNodeUpdate a node that is there stays as it is
     */
    record Register(Node node, boolean skipNodeUpdate, List<Service> services, List<Check> checks) implements Catalog {
        public Register {
            services = List.copyOf(services);
            checks = List.copyOf(checks);
        }
    }

    /** The node, new or changed. With the id of another node it renames that one, whose services are gone with it. */
    record PutNode(Node node) implements Catalog {}

    /**
     * The service on a node that is there, and its checks ({@code /v1/agent/service/register}).
     *
     * @param replaceChecks checks of it that are not among {@code checks} go
     * @param keepStatus a check that is there already keeps its status and output
     */
    record PutService(Service service, List<Check> checks, boolean replaceChecks, boolean keepStatus)
            implements Catalog {
        public PutService {
            checks = List.copyOf(checks);
        }
    }

    /** The check of a node, or of a service, that is there. */
    record PutCheck(Check check, boolean keepStatus) implements Catalog {}

    /** What a check says now. */
    record SetCheck(String node, String check, CheckStatus status, String output) implements Catalog {}

    /** The node goes, with everything on it. What is not there is gone already: no failure, here and below. */
    record RemoveNode(String node) implements Catalog {}

    /** The service goes, with its checks. */
    record RemoveService(String node, String service) implements Catalog {}

    record RemoveCheck(String node, String check) implements Catalog {}

    /** A new session. Refused unless its node and checks are there and none of these is critical. */
    record CreateSession(Session session) implements Sessions {}

    record DestroySession(String session) implements Sessions {}

    /** Somebody showed that the session is alive. Wakes nobody. */
    record RenewSession(String session) implements Sessions {}

    /** Nobody renewed it since {@code renewed}: it ends, unless somebody did. */
    record ExpireSession(String session, Instant renewed) implements Sessions {}

    /**
     * The query, new or changed.
     *
     * @param create whether it must be new; else it must be there
     */
    record PutQuery(PreparedQuery query, boolean create) implements Queries {}

    record RemoveQuery(String query) implements Queries {}

    /** A change of what nodes measure of instances that they measure together. */
    sealed interface Votes extends Command {}

    /** What nodes measure now, each in place of what it said before. */
    record PutVotes(List<Vote> votes) implements Votes {
        public PutVotes {
            votes = List.copyOf(votes);
        }
    }

    /** Of these instances these nodes say nothing any more, whatever they said. */
    record RemoveVotes(List<Vote> votes) implements Votes {
        public RemoveVotes {
            votes = List.copyOf(votes);
        }
    }

    /** A change of the model that the nodes of a cluster run. */
    sealed interface Models extends Command {}

    /**
     * The next model.
     *
     * @param after generation of the newest that its author knew; where there is another by now nothing changes. 0: there is none
     */
    record StoreModel(AppliedModel model, long after) implements Models {}

    /** The newest model stays, if it is this one and waits for that. */
    record ConfirmModel(long generation, String by) implements Models {}

    record TellModel(ModelWord word) implements Models {}

    /** A change of what certification authorities look for. No key and no service: nobody writes these through Consul's API. */
    sealed interface Challenges extends Command {}

    /** The value, new or until another time. Refused where there are too many. */
    record PutChallenge(Challenge challenge) implements Challenges {}

    /**
     * The value is looked for no more.
     *
     * @param value empty for all of the name
     */
    record RemoveChallenge(String name, String value) implements Challenges {}

    /** A change of what the names agree on. No key and no service either. */
    sealed interface Keys extends Command {}

    /** The next step of a zone's keys; where there is this one by now, or a later one, nothing changes. */
    record PutKeyStep(KeyStep step) implements Keys {}

    /** Fires an event. */
    record Fire(UserEvent event) implements Command {}

    /** Several steps, all or none ({@code /v1/txn}). */
    record Txn(List<Step> steps) implements Command {
        public Txn {
            steps = List.copyOf(steps);
        }
    }

    /** Changes nothing; once it is applied, so is all before it. */
    record Nothing() implements Command {}

    /** Replacing all that the registry holds by a copy of it, which comes in parts because one entry of the log is small. */
    @SuppressWarnings("ArrayRecordComponent") // parts are large, and never written to after they came
    sealed interface Copying extends Command {
        String copy();

        /** A part of a copy. They come in order; the first, 0, takes the place of a copy that somebody else had begun. */
        record Part(String copy, int number, byte[] bytes) implements Copying {}

        /**
         * The copy is whole, and from now on the registry holds what it holds.
         *
         * @param sha256 of all parts
         * @param liveness id of the check by which nodes that run Drover are alive; those stay, be they in the copy or not
         */
        record Restore(String copy, int parts, String sha256, String liveness) implements Copying {}

        /** Nothing more comes of it. */
        record Forget(String copy) implements Copying {}
    }

    /**
     * A write of keys. A write of what is there already changes nothing, and so wakes nobody.
     *
     * <p>Locks are advice: {@link Put}, {@link Cas} and the deletions do not ask who holds the key.
     *
     * @see <a href="https://developer.hashicorp.com/consul/api-docs/kv">Consul: key/value store</a>
     */
    @SuppressWarnings("ArrayRecordComponent") // values are large, and never written to after they came
    sealed interface Kv extends Command {
        String key();

        record Put(String key, byte[] value, long flags) implements Kv {}

        /** Put if it was last modified at {@code index}; 0: if it is not there. */
        record Cas(String key, byte[] value, long flags, long index) implements Kv {}

        /** Put, and take the lock, unless another session holds it or its delay is not over. Refused if the session is not there. */
        record Acquire(String key, byte[] value, long flags, String session) implements Kv {}

        /** Put, and give the lock back, if {@code session} holds it. */
        record Release(String key, byte[] value, long flags, String session) implements Kv {}

        record Delete(String key) implements Kv {}

        /** Delete if it was last modified at {@code index}. What is not there is deleted already. */
        record DeleteCas(String key, long index) implements Kv {}

        /** Deletes each key that starts with {@code key}. */
        record DeleteTree(String key) implements Kv {}
    }

    /**
     * One step of a transaction.
     *
     * @see <a href="https://developer.hashicorp.com/consul/api-docs/txn">Consul: transactions</a>
     */
    sealed interface Step {
        /** A write. Where its condition does not hold, the transaction fails. */
        record Write(Kv write) implements Step {}

        /** The entry; fails without one. */
        record Get(String key) implements Step {}

        record GetTree(String prefix) implements Step {}

        /** Fails unless the key was last modified at {@code index}. */
        record CheckIndex(String key, long index) implements Step {}

        /** Fails unless {@code session} holds the key. */
        record CheckSession(String key, String session) implements Step {}

        record CheckNotExists(String key) implements Step {}

        /** A write of one node, service or check. */
        record Change(Catalog write) implements Step {}

        /** The same, if what it writes was last modified at {@code index}; 0: if it is not there. */
        record ChangeIf(Catalog write, long index) implements Step {}

        record GetNode(String node) implements Step {}

        record GetService(String node, String service) implements Step {}

        record GetCheck(String node, String check) implements Step {}
    }
}
