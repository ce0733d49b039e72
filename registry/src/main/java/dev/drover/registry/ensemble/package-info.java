/**
 * ZooKeeper on several machines: nodes of one site that order the registry's writes together, and how all others reach them.
 *
 * <p>Each member runs ZooKeeper's peer in Drover's process. Who belongs to the ensemble is kept by ZooKeeper itself and changes while it
 * runs; the first member founds it alone, all others join it one by one, so that two halves never found one each. Everything that
 * is said between members, and between them and other nodes, goes through TLS with certificates that nobody has to handle: the authority that
 * issues them is derived from one secret of the site. It must not know what is written.
 *
 * <p>Start here: {@link dev.drover.registry.ensemble.EnsembleMember}, {@link dev.drover.registry.ensemble.Founding},
 * {@link dev.drover.registry.ensemble.Authority}.
 */
@NullMarked
package dev.drover.registry.ensemble;

import org.jspecify.annotations.NullMarked;
