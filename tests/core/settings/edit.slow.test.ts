import { it } from 'vitest';
import { expectEveryEdit } from './everyEdit';

it('editing reaches every field and every menu of the form by its path, and stays legal', () => expectEveryEdit(40));
