/** The Public Suffix List's ICANN section, in a compact form: for `reviewOrder(order, { publicSuffixes })`. */
export declare const publicSuffixes: string;
