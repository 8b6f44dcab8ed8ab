/**
 * For what is replaced only when it moves: everything below the gateway when the fleet gets another gateway, a role
 * assignment when its principal changes. Both have another id in their new place, so the new one can stand before the
 * old one goes, and callers notice nothing. azure-native would delete first, piece by piece, and API Management refuses
 * to delete what the old policies still name.
 */
export const createFirst = { deleteBeforeReplace: false } as const;
