/** The sign: an arch with its door ajar. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path d="M3 22.500V11a9 9 0 0 1 18 0v11.500" stroke="var(--t1)" strokeWidth="2" strokeLinecap="round" />
      <path d="M7.500 22.500V11.200A4.600 4.600 0 0 1 12 6.600a4.600 4.600 0 0 1 4.500 4.600v11.300z" fill="var(--acc)" />
      <circle cx="13.900" cy="14.800" r="1" fill="var(--tbar)" />
    </svg>
  )
}
