import { z } from 'zod'

/** One call of the contract: what goes in and what comes out. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })

export const nothing = z.object({})
export const text = (max: number) => z.string().max(max)
