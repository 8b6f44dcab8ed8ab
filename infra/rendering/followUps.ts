/**
 * Where a body names what lives in one account, as JSONPath. Texts are ids or sealed by the account; anything else there
 * (an object, `null`) names nothing.
 */
export const followUps = {
  /** `/responses` and what is below it. */
  responses: [
    "previous_response_id",
    "conversation",
    "conversation.id",
    "prompt.id",
    // Reasoning and compacted conversations: only the account that sealed them can open them.
    "input[*].encrypted_content",
    "input[?(@.type == 'item_reference')].id",
    "input[*].container_id",
    "input[*].content[*].file_id",
    "input[*].output[*].file_id",
    "tools[*].vector_store_ids[*]",
    "tools[*].container",
    "tools[*].container.file_ids[*]",
    "tools[*].input_image_mask.file_id",
  ],
  /** Chat completions. */
  chat: ["messages[*].content[*].file.file_id", "messages[*].audio.id"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
