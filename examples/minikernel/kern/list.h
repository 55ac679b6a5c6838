/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Doubly linked lists whose nodes are members of what they link. A list is a
 * node of its own, in a ring with its members; a node on no list is a ring of
 * one.
 */
#ifndef MINIKERNEL_KERN_LIST_H
#define MINIKERNEL_KERN_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
	struct list *next;
	struct list *prev;
};

#define LIST_INIT(list) \
	{ \
		&(list), &(list) \
	}

/* The struct of this type whose member is the node. */
#define list_entry(node, type, member) ((type *)((char *)(node)-offsetof(type, member)))

#define list_for_each(node, head) for (struct list *node = (head)->next; node != (head); node = node->next)

static inline void list_init(struct list *list)
{
	list->next = list;
	list->prev = list;
}

static inline bool list_empty(const struct list *list)
{
	return list->next == list;
}

static inline void list_insert_before(struct list *place, struct list *node)
{
	node->next = place;
	node->prev = place->prev;
	place->prev->next = node;
	place->prev = node;
}

static inline void list_append(struct list *list, struct list *node)
{
	list_insert_before(list, node);
}

static inline void list_prepend(struct list *list, struct list *node)
{
	list_insert_before(list->next, node);
}

/* Takes a node off its list; nothing happens to one that is on none. */
static inline void list_remove(struct list *node)
{
	node->next->prev = node->prev;
	node->prev->next = node->next;
	list_init(node);
}

#endif
