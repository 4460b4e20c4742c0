import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Studies, StudyState } from '../../store/study/studies';
import { useTools } from '../pageContext';

/** The studies of the page, once what trains them is loaded. Their loader’s failure is thrown, for the boundary around. */
export function useStudies(): Studies | null {
  const { studies: load } = useTools();
  const [studies, setStudies] = useState<Studies | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    load().then(setStudies, (error: unknown) => setFailure({ error }));
  }, [load]);
  if (failure) throw (failure as { readonly error: unknown }).error;
  return studies;
}

export function useStudyState(studies: Studies): StudyState {
  return useSyncExternalStore(studies.store.subscribe, studies.store.getState);
}
