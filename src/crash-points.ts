/**
 * Names the moments between two effects at which the fault tests kill the hub.
 *
 * This is the build that runs: it does nothing. The fault tests swap it for an armed one with a package `imports`
 * condition, so that a running hub holds no way to be told to crash.
 */

/** A named moment; the names are listed in test/faults. */
export function crashPoint(_name: string): void {}
