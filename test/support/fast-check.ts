import { configureGlobal } from 'fast-check';

/** The same inputs in every run: what fails now and then holds others up, and tells nobody why. */
configureGlobal({ seed: 20_261_121 });

export * from 'fast-check';
