/**
 * The address to hand to the system, or undefined for one that it must not get: any other scheme (files, programs, shares), names and
 * passwords in it, and what is no address.
 */
export declare function externalAddress(text: string): string | undefined;
