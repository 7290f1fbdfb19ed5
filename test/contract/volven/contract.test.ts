import { venueContract } from '../venue.ts';
import { VOLVEN } from './case.ts';

venueContract(VOLVEN);
