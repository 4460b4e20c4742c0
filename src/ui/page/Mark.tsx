/** A ball in a basin. */
export function Mark() {
  return (
    <svg
      width="26"
      height="18"
      viewBox="0 0 26 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M1.500 2.500C5 2.500 5.500 15.500 13 15.500S21 2.500 24.500 2.500" />
      <circle cx="13" cy="11.300" r="2" fill="currentColor" stroke="none" />
    </svg>
  );
}
