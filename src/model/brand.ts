declare const brand: unique symbol;

/** A value whose meaning the type system tells apart from other values of the same shape. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
