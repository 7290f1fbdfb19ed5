import { venueContract } from '../venue.ts';
import { AQUANOW } from './case.ts';

venueContract(AQUANOW);
