// Generated from openapi.json by `npm run generate`; do not edit.
export interface paths {
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Session */
        get: operations["read_session_api_session_get"];
        put?: never;
        /** Open Session */
        post: operations["open_session_api_session_post"];
        /** Close Session */
        delete: operations["close_session_api_session_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change Password */
        post: operations["change_password_api_session_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Inbox */
        get: operations["read_inbox_api_inbox_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Choices */
        get: operations["read_choices_api_conversations__conversation_id__choices_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Conversation */
        get: operations["read_conversation_api_conversations__conversation_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Messages */
        get: operations["read_messages_api_conversations__conversation_id__messages_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offers/{item}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept */
        post: operations["accept_api_offers__item__accept_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offers/{item}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline */
        post: operations["decline_api_offers__item__decline_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reply */
        post: operations["reply_api_conversations__conversation_id__replies_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note */
        post: operations["note_api_conversations__conversation_id__notes_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read Upto */
        post: operations["read_upto_api_conversations__conversation_id__read_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold */
        post: operations["hold_api_conversations__conversation_id__hold_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume */
        post: operations["resume_api_conversations__conversation_id__resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End */
        post: operations["end_api_conversations__conversation_id__end_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/wrap-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wrap Up */
        post: operations["wrap_up_api_conversations__conversation_id__wrap_up_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Transfer */
        post: operations["transfer_api_conversations__conversation_id__transfer_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/prolong": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prolong */
        post: operations["prolong_api_conversations__conversation_id__prolong_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take Over */
        post: operations["take_over_api_conversations__conversation_id__take_over_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/end-for-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End For All */
        post: operations["end_for_all_api_conversations__conversation_id__end_for_all_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Snooze */
        post: operations["snooze_api_conversations__conversation_id__snooze_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/wake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wake */
        post: operations["wake_api_conversations__conversation_id__wake_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sirens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Sirens */
        get: operations["read_sirens_api_sirens_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/rescue/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledge Rescue */
        post: operations["acknowledge_rescue_api_conversations__conversation_id__rescue_acknowledge_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/rescue/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take Rescue */
        post: operations["take_rescue_api_conversations__conversation_id__rescue_take_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/rescue/lower": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lower Rescue */
        post: operations["lower_rescue_api_conversations__conversation_id__rescue_lower_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/rescue/raise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Raise Rescue */
        post: operations["raise_rescue_api_conversations__conversation_id__rescue_raise_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Segments */
        get: operations["read_segments_api_conversations__conversation_id__segments_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/customer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Customer */
        get: operations["read_customer_api_conversations__conversation_id__customer_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/customer/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read History */
        get: operations["read_history_api_conversations__conversation_id__customer_history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search For */
        get: operations["search_for_api_search_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/canned-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Canned */
        get: operations["read_canned_api_conversations__conversation_id__canned_replies_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{conversation_id}/canned-replies/{reply_id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count Use */
        post: operations["count_use_api_conversations__conversation_id__canned_replies__reply_id__uses_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/canned-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Own */
        get: operations["read_own_api_canned_replies_get"];
        put?: never;
        /** Make Own */
        post: operations["make_own_api_canned_replies_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/canned-replies/{reply_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Own */
        delete: operations["remove_own_api_canned_replies__reply_id__delete"];
        options?: never;
        head?: never;
        /** Change Own */
        patch: operations["change_own_api_canned_replies__reply_id__patch"];
        trace?: never;
    };
    "/api/agents/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Desk */
        get: operations["read_desk_api_agents_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/me/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask State */
        post: operations["ask_state_api_agents_me_state_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{agent_id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Force State */
        post: operations["force_state_api_agents__agent_id__state_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Tickets */
        get: operations["list_tickets_api_tickets_get"];
        put?: never;
        /** Open Ticket */
        post: operations["open_ticket_api_tickets_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tickets/{ticket_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Ticket */
        get: operations["read_ticket_api_tickets__ticket_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Assign Ticket */
        patch: operations["assign_ticket_api_tickets__ticket_id__patch"];
        trace?: never;
    };
    "/api/tickets/{ticket_id}/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Phone
         * @description Return the number; the audit keeps who has asked. No command: its answer would be kept for a day.
         */
        get: operations["read_phone_api_tickets__ticket_id__phone_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tickets/{ticket_id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take Step */
        post: operations["take_step_api_tickets__ticket_id__steps_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Board */
        get: operations["read_board_api_board_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/board/queues/{queue_id}/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Waiting */
        get: operations["read_waiting_api_board_queues__queue_id__waiting_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/supervisor/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Conversations */
        get: operations["list_conversations_api_supervisor_conversations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Orgs */
        get: operations["read_orgs_api_admin_orgs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read People */
        get: operations["read_people_api_admin_people_get"];
        put?: never;
        /** Make Person */
        post: operations["make_person_api_admin_people_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{user_id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reset Password */
        post: operations["reset_password_api_admin_people__user_id__password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Person */
        patch: operations["change_person_api_admin_people__user_id__patch"];
        trace?: never;
    };
    "/api/admin/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Agents */
        get: operations["read_agents_api_admin_agents_get"];
        put?: never;
        /** Make Agent */
        post: operations["make_agent_api_admin_agents_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/agents/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Agent */
        delete: operations["remove_agent_api_admin_agents__user_id__delete"];
        options?: never;
        head?: never;
        /** Change Agent */
        patch: operations["change_agent_api_admin_agents__user_id__patch"];
        trace?: never;
    };
    "/api/admin/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Skills */
        get: operations["read_skills_api_admin_skills_get"];
        put?: never;
        /** Make Skill */
        post: operations["make_skill_api_admin_skills_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/skills/{skill_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Skill */
        delete: operations["remove_skill_api_admin_skills__skill_id__delete"];
        options?: never;
        head?: never;
        /** Change Skill */
        patch: operations["change_skill_api_admin_skills__skill_id__patch"];
        trace?: never;
    };
    "/api/admin/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Queues */
        get: operations["read_queues_api_admin_queues_get"];
        put?: never;
        /** Make Queue */
        post: operations["make_queue_api_admin_queues_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/queues/{queue_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Queue */
        delete: operations["remove_queue_api_admin_queues__queue_id__delete"];
        options?: never;
        head?: never;
        /** Change Queue */
        patch: operations["change_queue_api_admin_queues__queue_id__patch"];
        trace?: never;
    };
    "/api/admin/house-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read House Rules */
        get: operations["read_house_rules_api_admin_house_rules_get"];
        /** Set House Rules */
        put: operations["set_house_rules_api_admin_house_rules_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Calendars */
        get: operations["read_calendars_api_admin_calendars_get"];
        put?: never;
        /** Make Calendar */
        post: operations["make_calendar_api_admin_calendars_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/holidays/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Holidays */
        get: operations["read_holidays_api_admin_holidays__year__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/calendars/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview */
        post: operations["preview_api_admin_calendars_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/calendars/{calendar_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Calendar */
        delete: operations["remove_calendar_api_admin_calendars__calendar_id__delete"];
        options?: never;
        head?: never;
        /** Change Calendar */
        patch: operations["change_calendar_api_admin_calendars__calendar_id__patch"];
        trace?: never;
    };
    "/api/admin/dispositions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Dispositions */
        get: operations["read_dispositions_api_admin_dispositions_get"];
        put?: never;
        /** Make Disposition */
        post: operations["make_disposition_api_admin_dispositions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/dispositions/{disposition_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Disposition */
        patch: operations["change_disposition_api_admin_dispositions__disposition_id__patch"];
        trace?: never;
    };
    "/api/admin/break-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Reasons */
        get: operations["read_reasons_api_admin_break_reasons_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set Reasons */
        patch: operations["set_reasons_api_admin_break_reasons_patch"];
        trace?: never;
    };
    "/api/admin/texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Texts */
        get: operations["read_texts_api_admin_texts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/texts/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set Text */
        put: operations["set_text_api_admin_texts__key__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/canned-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Shared */
        get: operations["read_shared_api_admin_canned_replies_get"];
        put?: never;
        /** Make Shared */
        post: operations["make_shared_api_admin_canned_replies_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/canned-replies/{reply_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Shared */
        delete: operations["remove_shared_api_admin_canned_replies__reply_id__delete"];
        options?: never;
        head?: never;
        /** Change Shared */
        patch: operations["change_shared_api_admin_canned_replies__reply_id__patch"];
        trace?: never;
    };
    "/api/admin/articles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Articles */
        get: operations["read_articles_api_admin_articles_get"];
        put?: never;
        /** Make Article */
        post: operations["make_article_api_admin_articles_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/articles/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export Articles */
        get: operations["export_articles_api_admin_articles_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/articles/{article_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Article */
        get: operations["read_article_api_admin_articles__article_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Article */
        patch: operations["change_article_api_admin_articles__article_id__patch"];
        trace?: never;
    };
    "/api/admin/articles/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import Articles */
        post: operations["import_articles_api_admin_articles_imports_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AddressView
         * @description Where the tourist writes from.
         */
        AddressView: {
            /** Channel */
            channel: string;
            /** Account Name */
            account_name: string;
            /** Name */
            name: string | null;
            /** Verified */
            verified: boolean;
            /** Since Ms */
            since_ms: number;
        };
        /**
         * AgentProfileView
         * @description An agent with all that is set.
         */
        AgentProfileView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Org Name */
            org_name: string;
            /** Login */
            login: string;
            /** Display Name */
            display_name: string;
            /** Active */
            active: boolean;
            /** Public Name */
            public_name: string;
            /** Languages */
            languages: string[];
            /** Capacity */
            capacity: {
                [key: string]: number;
            };
            /** Peak */
            peak: {
                [key: string]: number;
            };
            /** Skills */
            skills: {
                [key: string]: number;
            };
            /** Queues */
            queues: components["schemas"]["MembershipView"][];
            /** Rev */
            rev: number;
        };
        /**
         * AgentProfilesView
         * @description The agents of the caller's organisations, and who could become one.
         */
        AgentProfilesView: {
            /** Agents */
            agents: components["schemas"]["AgentProfileView"][];
            /** Others */
            others: components["schemas"]["CandidateView"][];
        };
        /**
         * AgentState
         * @description What an agent is doing (坐席状态).
         * @enum {string}
         */
        AgentState: "offline" | "ready" | "busy" | "wrap_up" | "break" | "training";
        /**
         * AheadView
         * @description What the router would tell somebody who comes with a medium's work now, in the figures people are told.
         */
        AheadView: {
            /** Medium */
            medium: string;
            meets: components["schemas"]["Meets"];
            /** Position */
            position: number;
            /** P50 S */
            p50_s: number | null;
            /** P90 S */
            p90_s: number | null;
            /** At Ms */
            at_ms: number;
        };
        /**
         * ArticlePageView
         * @description A page of articles, those changed last first, and what fields can hold.
         */
        ArticlePageView: {
            /** Articles */
            articles: components["schemas"]["ArticleRowView"][];
            /** Total */
            total: number;
            /** Langs */
            langs: string[];
            /** Kinds */
            kinds: string[];
        };
        /**
         * ArticleRowView
         * @description An article in a list.
         */
        ArticleRowView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Org Name */
            org_name: string;
            /** Code */
            code: string;
            /** Lang */
            lang: string;
            /** Title */
            title: string;
            /**
             * State
             * @enum {string}
             */
            state: "draft" | "live" | "withdrawn";
            /** Kind */
            kind: string | null;
            /** Demo */
            demo: boolean;
            /** Valid From */
            valid_from: string | null;
            /** Valid Until */
            valid_until: string | null;
            /** Today */
            today: string;
            /** Changed Ms */
            changed_ms: number;
        };
        /**
         * ArticleView
         * @description An article as it is written.
         */
        ArticleView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "draft" | "live" | "withdrawn";
            /** Fields */
            fields: {
                [key: string]: string;
            };
            /** Changed Ms */
            changed_ms: number;
            /** Rev */
            rev: number;
        };
        /**
         * ArticleWithVersionsView
         * @description An article and all that it has said, the latest first.
         */
        ArticleWithVersionsView: {
            article: components["schemas"]["ArticleView"];
            /** Versions */
            versions: components["schemas"]["VersionView"][];
        };
        /**
         * BoardAgentView
         * @description An agent at this moment.
         */
        BoardAgentView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Name */
            name: string;
            /** Public Name */
            public_name: string;
            /** Capacity */
            capacity: {
                [key: string]: number;
            };
            /** State */
            state: string;
            /** Reason */
            reason: string | null;
            /** Next State */
            next_state: string | null;
            /** Next Reason */
            next_reason: string | null;
            /** Since Ms */
            since_ms: number | null;
            /** Load */
            load: number;
            /** Missed */
            missed: number;
            /** Queue Ids */
            queue_ids: string[];
            /** Work */
            work: components["schemas"]["WorkView"][];
        };
        /**
         * BoardView
         * @description Everything on the board, read at one moment.
         */
        BoardView: {
            /** Now Ms */
            now_ms: number;
            /** Queues */
            queues: components["schemas"]["TileView"][];
            /** Agents */
            agents: components["schemas"]["BoardAgentView"][];
            /** Queue Names */
            queue_names: components["schemas"]["NameView"][];
            /** Org Names */
            org_names: components["schemas"]["NameView"][];
        };
        /**
         * BreakReasonView
         * @description Why an agent may be away.
         */
        BreakReasonView: {
            /** Code */
            code: string;
            /** Names */
            names: {
                [key: string]: string;
            };
        };
        /**
         * CalendarView
         * @description A calendar.
         */
        CalendarView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Rules */
            rules: {
                [key: string]: unknown;
            };
            /** Rev */
            rev: number;
            /** Editable */
            editable: boolean;
            /** Queues */
            queues: string[];
        };
        /**
         * CalendarsView
         * @description The calendars that queues of the caller's organisations can follow.
         */
        CalendarsView: {
            /** Calendars */
            calendars: components["schemas"]["CalendarView"][];
        };
        /**
         * CandidateView
         * @description A person who could be made an agent.
         */
        CandidateView: {
            /** Id */
            id: string;
            /** Display Name */
            display_name: string;
            /** Login */
            login: string;
            /** Org Name */
            org_name: string;
        };
        /**
         * CannedChoiceView
         * @description What the reader can say in a conversation: first what is the reader's own, then what is nearest.
         */
        CannedChoiceView: {
            /** Replies */
            replies: components["schemas"]["CannedReplyView"][];
            values: components["schemas"]["SlotValuesView"];
        };
        /**
         * CannedRepliesView
         * @description Canned replies in their order, and what may stand in them.
         */
        CannedRepliesView: {
            /** Replies */
            replies: components["schemas"]["CannedReplyView"][];
            /** Slots */
            slots: ("tourist" | "agent" | "ticket" | "queue" | "org" | "date" | "time")[];
            /** Max Length */
            max_length: number;
        };
        /**
         * CannedReplyView
         * @description A canned reply.
         */
        CannedReplyView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Org Name */
            org_name: string;
            /** Own */
            own: boolean;
            /** Code */
            code: string;
            /** Title */
            title: string;
            /** Words */
            words: {
                [key: string]: string;
            };
            /** Position */
            position: number;
            /** Used */
            used: number;
            /** Rev */
            rev: number;
        };
        /**
         * ChangeAgentBody
         * @description An agent changed.
         */
        ChangeAgentBody: {
            /** Public Name */
            public_name: string;
            /** Languages */
            languages: string[];
            /** Capacity */
            capacity: {
                [key: string]: number;
            };
            /** Peak */
            peak: {
                [key: string]: number;
            };
            /** Skills */
            skills: {
                [key: string]: number;
            };
            /** Queues */
            queues: string[];
            /** Rev */
            rev: number;
        };
        /**
         * ChangeArticleBody
         * @description An article that says something else.
         */
        ChangeArticleBody: {
            /** Rev */
            rev: number;
            /**
             * State
             * @enum {string}
             */
            state: "draft" | "live" | "withdrawn";
            /** Fields */
            fields: {
                [key: string]: string;
            };
        };
        /**
         * ChangeCalendarBody
         * @description A calendar changed.
         */
        ChangeCalendarBody: {
            /** Rev */
            rev: number;
            /** Name */
            name: string;
            /** Rules */
            rules: {
                [key: string]: unknown;
            };
        };
        /**
         * ChangeDispositionBody
         * @description A disposition changed.
         */
        ChangeDispositionBody: {
            /** Rev */
            rev: number;
            /** Names */
            names: {
                [key: string]: string;
            };
            /** Position */
            position: number;
            /** Active */
            active: boolean;
        };
        /**
         * ChangePersonBody
         * @description The person as the form has it.
         */
        ChangePersonBody: {
            /** Rev */
            rev: number;
            /** Display Name */
            display_name: string;
            /** Lang */
            lang: string;
            /** Active */
            active: boolean;
            /** Rights */
            rights: components["schemas"]["RightBody"][];
        };
        /**
         * ChangeQueueBody
         * @description A queue changed.
         */
        ChangeQueueBody: {
            /** Names */
            names: {
                [key: string]: string;
            };
            /** Closed */
            closed: {
                [key: string]: string;
            };
            /** Calendar Id */
            calendar_id: string | null;
            /** Ring Timeout S */
            ring_timeout_s: number;
            /** Wrap Up S */
            wrap_up_s: number;
            /** Service Level S */
            service_level_s: number;
            /** Settings */
            settings: {
                [key: string]: unknown;
            };
            /** Named */
            named: string[];
            /** Rev */
            rev: number;
        };
        /**
         * ChangeSheetBody
         * @description A canned reply written otherwise.
         */
        ChangeSheetBody: {
            /** Code */
            code: string;
            /** Title */
            title: string;
            /** Words */
            words: {
                [key: string]: string;
            };
            /**
             * Position
             * @default 0
             */
            position: number;
            /** Rev */
            rev: number;
        };
        /**
         * ChangeSkillBody
         * @description Another name.
         */
        ChangeSkillBody: {
            /** Rev */
            rev: number;
            /** Name */
            name: string;
        };
        /**
         * ChoiceView
         * @description Something to choose: a queue, or how a conversation ended.
         */
        ChoiceView: {
            /** Id */
            id: string;
            /** Code */
            code: string;
            /** Name */
            name: string;
        };
        /**
         * ChoicesView
         * @description What can be chosen for conversations of one organisation.
         */
        ChoicesView: {
            /** Queues */
            queues: components["schemas"]["ChoiceView"][];
            /** Dispositions */
            dispositions: components["schemas"]["ChoiceView"][];
            /** Colleagues */
            colleagues: components["schemas"]["ColleagueView"][];
            /** Ticket Kinds */
            ticket_kinds: string[];
        };
        /**
         * ColleagueView
         * @description Somebody a conversation can be passed on to.
         */
        ColleagueView: {
            /** Queue Id */
            queue_id: string;
            /** User Id */
            user_id: string;
            /** Name */
            name: string;
            state: components["schemas"]["AgentState"];
        };
        /**
         * ConversationPageView
         * @description A page of the list, the newest opened first.
         */
        ConversationPageView: {
            /** Conversations */
            conversations: components["schemas"]["ListedView"][];
            /** Next */
            next: string | null;
        };
        /**
         * ConversationView
         * @description A conversation at a glance.
         */
        ConversationView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Channel */
            channel: string;
            /** Account Name */
            account_name: string;
            /** State */
            state: string;
            /** Owner Kind */
            owner_kind: string;
            /** Owner Id */
            owner_id: string | null;
            /** Owner Name */
            owner_name: string | null;
            /** Owner Epoch */
            owner_epoch: number;
            /** Queue Id */
            queue_id: string | null;
            /** Queue Code */
            queue_code: string | null;
            /** Rescue */
            rescue: boolean;
            /** Lang */
            lang: string | null;
            /** Seq */
            seq: number;
            /** Segment */
            segment: number;
            /** Unread From Seq */
            unread_from_seq: number;
            /** Unread */
            unread: number;
            handoff: components["schemas"]["HandoffView"] | null;
            /** Opened Ms */
            opened_ms: number;
            /** Last Ms */
            last_ms: number;
            /** Waiting Since Ms */
            waiting_since_ms: number | null;
            /** Snoozed Until Ms */
            snoozed_until_ms: number | null;
            /** Customer Id */
            customer_id: string;
            /** Tourist Name */
            tourist_name: string | null;
            /** Verified */
            verified: boolean;
            /** Delivered Seq */
            delivered_seq: number;
            /** Read Seq */
            read_seq: number;
            /** Last Text */
            last_text: string | null;
            /** Last Kind */
            last_kind: string | null;
            /** Tourist Text */
            tourist_text: string | null;
        };
        /**
         * CustomerNoteView
         * @description What staff noted in another conversation.
         */
        CustomerNoteView: {
            /** Conversation Id */
            conversation_id: string;
            /** Seq */
            seq: number;
            /** Author Name */
            author_name: string | null;
            /** Text */
            text: string;
            /** At Ms */
            at_ms: number;
        };
        /**
         * CustomerView
         * @description A tourist as one person.
         */
        CustomerView: {
            /** Id */
            id: string;
            /** Name */
            name: string | null;
            /** Lang */
            lang: string | null;
            /** Region */
            region: string | null;
            /** Vip */
            vip: number;
            /** Since Ms */
            since_ms: number;
            /** Addresses */
            addresses: components["schemas"]["AddressView"][];
            /** Tickets */
            tickets: components["schemas"]["TicketLineView"][];
            /** Notes */
            notes: components["schemas"]["CustomerNoteView"][];
            history: components["schemas"]["TalksView"];
        };
        /**
         * DayView
         * @description A day as a calendar has it.
         */
        DayView: {
            /** Date */
            date: string;
            /** Kind */
            kind: string;
            /** Spans */
            spans: string[][];
            /** Holiday */
            holiday: string | null;
            /** Announced */
            announced: boolean;
        };
        /**
         * DeskView
         * @description What an agent is doing.
         */
        DeskView: {
            /** Is Agent */
            is_agent: boolean;
            /** Public Name */
            public_name: string | null;
            /** State */
            state: string;
            /** Reason */
            reason: string | null;
            /** Next State */
            next_state: string | null;
            /** Next Reason */
            next_reason: string | null;
            /** Since Ms */
            since_ms: number;
            /** Wrap Up Until Ms */
            wrap_up_until_ms: number | null;
            /** Load */
            load: number;
            /** Queues */
            queues: components["schemas"]["QueueView"][];
            forced: components["schemas"]["ForcedView"] | null;
            /** Break Reasons */
            break_reasons: components["schemas"]["BreakReasonView"][];
        };
        /**
         * DetailView
         * @description One thing that the tourist has told the bot, as the staff reads it.
         */
        DetailView: {
            /** Label */
            label: string;
            /** Value */
            value: string;
        };
        /**
         * DispositionView
         * @description A way for conversations to end.
         */
        DispositionView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Code */
            code: string;
            /** Names */
            names: {
                [key: string]: string;
            };
            /** Position */
            position: number;
            /** Active */
            active: boolean;
            /** Rev */
            rev: number;
        };
        /**
         * DispositionsView
         * @description The dispositions of the caller's organisations.
         */
        DispositionsView: {
            /** Dispositions */
            dispositions: components["schemas"]["DispositionView"][];
        };
        /**
         * Fate
         * @description What a file does to an article.
         * @enum {string}
         */
        Fate: "new" | "changed" | "same";
        /**
         * FaultView
         * @description Something in a file that cannot be taken.
         */
        FaultView: {
            /** Line */
            line: number;
            /** Field */
            field: string;
            /** Why */
            why: string;
        };
        /**
         * ForcedView
         * @description A state that somebody else has set.
         */
        ForcedView: {
            /** By */
            by: string | null;
            /** State */
            state: string;
        };
        /**
         * HandoffView
         * @description What the bot, or the colleague who had it, says to the person who takes over.
         */
        HandoffView: {
            /** Reason */
            reason: string;
            /** Summary */
            summary: string;
            /** By */
            by?: string | null;
            /** Topic */
            topic?: string | null;
            /** Business */
            business?: string | null;
            /**
             * Dissatisfied
             * @default 0
             */
            dissatisfied: number;
            /**
             * Recent
             * @default []
             */
            recent: components["schemas"]["LineView"][];
            /**
             * Known
             * @default []
             */
            known: components["schemas"]["KnownView"][];
        };
        /**
         * HistoryView
         * @description The latest stretches of a conversation, oldest first, and the tickets that it has led to.
         */
        HistoryView: {
            /** Segments */
            segments: components["schemas"]["SegmentView"][];
            /** Tickets */
            tickets: components["schemas"]["TicketMarkView"][];
        };
        /**
         * HitView
         * @description A place where all that was asked for stands.
         */
        HitView: {
            /** Kind */
            kind: string;
            /** Conversation Id */
            conversation_id: string;
            /** Channel */
            channel: string;
            /** State */
            state: string;
            /** Customer Id */
            customer_id: string;
            /** Tourist Name */
            tourist_name: string | null;
            /** Seq */
            seq: number | null;
            /** Direction */
            direction: string | null;
            /** Author */
            author: string | null;
            /** Author Name */
            author_name: string | null;
            /** At Ms */
            at_ms: number;
            /** Excerpt */
            excerpt: string;
            /** Marks */
            marks: [
                number,
                number
            ][];
        };
        /**
         * HitsView
         * @description A page of hits, the newest first.
         */
        HitsView: {
            /** Hits */
            hits: components["schemas"]["HitView"][];
            /** Next */
            next: number | null;
        };
        /**
         * HolidayView
         * @description A day off, or a weekend day on which people make up for one.
         */
        HolidayView: {
            /** Date */
            date: string;
            /** Name */
            name: string;
            /** Make Up */
            make_up: boolean;
        };
        /**
         * HolidaysView
         * @description What is known of a year's holidays, and from where.
         */
        HolidaysView: {
            /** Year */
            year: number;
            /** Announced */
            announced: boolean;
            /** Name */
            name: string;
            /** Version */
            version: string;
            /** Source */
            source: string;
            /** Licence */
            licence: string;
            /** Years */
            years: number[];
            /** Days */
            days: components["schemas"]["HolidayView"][];
        };
        /**
         * HouseRulesBody
         * @description The rules as the form has them; what is left out is as usual.
         */
        HouseRulesBody: {
            /** Rev */
            rev: number;
            /** Document */
            document: {
                [key: string]: unknown;
            };
        };
        /**
         * HouseRulesView
         * @description The rules that hold for all queues.
         */
        HouseRulesView: {
            /** Org Id */
            org_id: string;
            /** Org Name */
            org_name: string;
            /** Document */
            document: {
                [key: string]: unknown;
            };
            /** Usual */
            usual: {
                [key: string]: unknown;
            };
            /** Faults */
            faults: {
                [key: string]: string;
            };
            /** Rev */
            rev: number;
            /** Editable */
            editable: boolean;
        };
        /**
         * ImportBody
         * @description A file with articles.
         */
        ImportBody: {
            /** Org Id */
            org_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "draft" | "live";
            /**
             * Form
             * @enum {string}
             */
            form: "markdown" | "csv";
            /** Content */
            content: string;
            /** Apply */
            apply: boolean;
        };
        /**
         * ImportView
         * @description What a file does, or why nothing is taken from it.
         */
        ImportView: {
            /** Applied */
            applied: boolean;
            /** New */
            new: number;
            /** Changed */
            changed: number;
            /** Same */
            same: number;
            /** Articles */
            articles: components["schemas"]["TakenView"][];
            /** Faults */
            faults: components["schemas"]["FaultView"][];
            /** All Faults */
            all_faults: number;
        };
        /**
         * InboxView
         * @description Everything an inbox shows at first, and the cursor to follow from.
         */
        InboxView: {
            /** Offers */
            offers: components["schemas"]["OfferView"][];
            /** Conversations */
            conversations: components["schemas"]["ConversationView"][];
            /** Cursor */
            cursor: string;
            /** Now Ms */
            now_ms: number;
        };
        /**
         * KnownView
         * @description Something that was under way with the bot.
         */
        KnownView: {
            /** Topic */
            topic: string;
            /** Details */
            details: components["schemas"]["DetailView"][];
        };
        /**
         * LackView
         * @description A skill that a queue asks for and none of its agents has well enough.
         */
        LackView: {
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Level */
            level: number;
            /** Best */
            best: number;
        };
        /**
         * LineView
         * @description A line of the talk before it was handed over.
         */
        LineView: {
            /** Who */
            who: string;
            /** Text */
            text: string;
        };
        /**
         * ListedView
         * @description A conversation of the list, with the tickets about it.
         */
        ListedView: {
            conversation: components["schemas"]["ConversationView"];
            /** Ticket Nos */
            ticket_nos: string[];
        };
        /**
         * MakeAgentBody
         * @description A person who shall serve tourists.
         */
        MakeAgentBody: {
            /** Public Name */
            public_name: string;
            /** Languages */
            languages: string[];
            /** Capacity */
            capacity: {
                [key: string]: number;
            };
            /** Peak */
            peak: {
                [key: string]: number;
            };
            /** Skills */
            skills: {
                [key: string]: number;
            };
            /** Queues */
            queues: string[];
            /** User Id */
            user_id: string;
        };
        /**
         * MakeArticleBody
         * @description A new article.
         */
        MakeArticleBody: {
            /** Org Id */
            org_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "draft" | "live" | "withdrawn";
            /** Fields */
            fields: {
                [key: string]: string;
            };
        };
        /**
         * MakeCalendarBody
         * @description A new calendar.
         */
        MakeCalendarBody: {
            /** Org Id */
            org_id: string;
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Rules */
            rules: {
                [key: string]: unknown;
            };
        };
        /**
         * MakeDispositionBody
         * @description A new disposition.
         */
        MakeDispositionBody: {
            /** Org Id */
            org_id: string;
            /** Code */
            code: string;
            /** Names */
            names: {
                [key: string]: string;
            };
            /**
             * Position
             * @default 0
             */
            position: number;
        };
        /**
         * MakePersonBody
         * @description Somebody new.
         */
        MakePersonBody: {
            /** Org Id */
            org_id: string;
            /** Login */
            login: string;
            /** Display Name */
            display_name: string;
            /**
             * Lang
             * @default zh-CN
             */
            lang: string;
            /** Rights */
            rights: components["schemas"]["RightBody"][];
        };
        /**
         * MakeQueueBody
         * @description A new queue.
         */
        MakeQueueBody: {
            /** Names */
            names: {
                [key: string]: string;
            };
            /** Closed */
            closed: {
                [key: string]: string;
            };
            /** Calendar Id */
            calendar_id: string | null;
            /** Ring Timeout S */
            ring_timeout_s: number;
            /** Wrap Up S */
            wrap_up_s: number;
            /** Service Level S */
            service_level_s: number;
            /** Settings */
            settings: {
                [key: string]: unknown;
            };
            /** Named */
            named: string[];
            /** Org Id */
            org_id: string;
            /** Code */
            code: string;
        };
        /**
         * MakeSharedBody
         * @description A new canned reply of an organisation.
         */
        MakeSharedBody: {
            /** Code */
            code: string;
            /** Title */
            title: string;
            /** Words */
            words: {
                [key: string]: string;
            };
            /**
             * Position
             * @default 0
             */
            position: number;
            /** Org Id */
            org_id: string;
        };
        /**
         * MakeSkillBody
         * @description A new skill.
         */
        MakeSkillBody: {
            /** Org Id */
            org_id: string;
            /** Code */
            code: string;
            /** Name */
            name: string;
        };
        /**
         * MediumView
         * @description Work of one sort in a queue: chat, email, call, callback, ticket and so on.
         */
        MediumView: {
            /** Medium */
            medium: string;
            /** Waiting */
            waiting: number;
            /** Offered */
            offered: number;
            /** Active */
            active: number;
            /** Wrap Up */
            wrap_up: number;
        };
        /**
         * Meets
         * @description What somebody who comes would meet.
         * @enum {string}
         */
        Meets: "free" | "waits" | "nobody" | "elsewhere";
        /**
         * MembershipView
         * @description A queue that an agent serves.
         */
        MembershipView: {
            /** Queue Id */
            queue_id: string;
            /** By Rule */
            by_rule: boolean;
        };
        /**
         * MessageView
         * @description One message of a transcript.
         */
        MessageView: {
            /** Id */
            id: string;
            /** Conversation Id */
            conversation_id: string;
            /** Seq */
            seq: number;
            /** Pub Seq */
            pub_seq: number | null;
            /** Direction */
            direction: string;
            /** Kind */
            kind: string;
            /** Author */
            author: string;
            /** Author Name */
            author_name: string | null;
            /** Text */
            text: string | null;
            /** Parts */
            parts: {
                [key: string]: unknown;
            }[];
            place: components["schemas"]["PlaceView"] | null;
            /** Reply To Id */
            reply_to_id: string | null;
            /** At Ms */
            at_ms: number;
            /** Status */
            status: string;
            /** Status Reason */
            status_reason: string | null;
            /** Poison */
            poison: boolean;
            /** Command Key */
            command_key: string | null;
        };
        /**
         * NameView
         * @description What something is called in the reader's language.
         */
        NameView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * NoteBody
         * @description Something for colleagues only.
         */
        NoteBody: {
            /** Text */
            text: string;
        };
        /**
         * OfferBody
         * @description Which ringing of an item is meant.
         */
        OfferBody: {
            /** Offer Epoch */
            offer_epoch: number;
        };
        /**
         * OfferView
         * @description A conversation that rings at an agent's desk.
         */
        OfferView: {
            /** Work Item Id */
            work_item_id: string;
            /** Offer Epoch */
            offer_epoch: number;
            /** Until Ms */
            until_ms: number;
            conversation: components["schemas"]["ConversationView"];
        };
        /**
         * OpenTicketBody
         * @description A ticket that somebody opens by hand.
         */
        OpenTicketBody: {
            kind: components["schemas"]["TicketKind"];
            /** Title */
            title: string;
            /**
             * Description
             * @default
             */
            description: string;
            severity?: components["schemas"]["Severity"] | null;
            /** Org Id */
            org_id?: string | null;
            /** Conversation Id */
            conversation_id?: string | null;
        };
        /**
         * OrgNodeView
         * @description A node of the organisation tree.
         */
        OrgNodeView: {
            /** Id */
            id: string;
            /** Parent Id */
            parent_id: string | null;
            /** Path */
            path: string;
            /** Kind */
            kind: string;
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Tz */
            tz: string;
        };
        /**
         * OrgView
         * @description An organisation, as far as its people need to know it.
         */
        OrgView: {
            /** Id */
            id: string;
            /** Code */
            code: string;
            /** Name */
            name: string;
        };
        /**
         * OrgsView
         * @description The organisations in which the caller may set something, parents before children.
         */
        OrgsView: {
            /** Orgs */
            orgs: components["schemas"]["OrgNodeView"][];
        };
        /**
         * OtherwiseView
         * @description What is said in a language where the organisation has written nothing.
         */
        OtherwiseView: {
            /** Words */
            words: string;
            /** Source */
            source: string;
        };
        /**
         * PasswordBody
         * @description A change of one's own password.
         */
        PasswordBody: {
            /** Current Password */
            current_password: string;
            /** New Password */
            new_password: string;
        };
        /**
         * PasswordView
         * @description A person and the password that is told this once.
         */
        PasswordView: {
            person: components["schemas"]["PersonView"];
            /** Password */
            password?: string | null;
        };
        /**
         * PeopleView
         * @description The people of the caller's organisations.
         */
        PeopleView: {
            /** People */
            people: components["schemas"]["PersonView"][];
        };
        /**
         * PersonView
         * @description Somebody who can sign in.
         */
        PersonView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Org Name */
            org_name: string;
            /** Login */
            login: string;
            /** Display Name */
            display_name: string;
            /** Lang */
            lang: string;
            /** Active */
            active: boolean;
            /** Temporary Password */
            temporary_password: boolean;
            /** Is Agent */
            is_agent: boolean;
            /** Rights */
            rights: components["schemas"]["RightView"][];
            /** Rev */
            rev: number;
        };
        /**
         * PlaceView
         * @description Where somebody is: in WGS-84, with maps that show it.
         */
        PlaceView: {
            /** Lat */
            lat: number;
            /** Lon */
            lon: number;
            /** Accuracy M */
            accuracy_m: number | null;
            /** Label */
            label: string | null;
            /** Source */
            source: string;
            /** Datum */
            datum: string;
            /** Links */
            links: {
                [key: string]: string;
            };
        };
        /**
         * PreviewBody
         * @description Hours that are not kept yet.
         */
        PreviewBody: {
            /** Org Id */
            org_id: string;
            /** Rules */
            rules: {
                [key: string]: unknown;
            };
        };
        /**
         * PreviewView
         * @description What hours mean from today on.
         */
        PreviewView: {
            /** Is Open */
            is_open: boolean;
            /** Changes Ms */
            changes_ms: number | null;
            /** Tz */
            tz: string;
            /** Days */
            days: components["schemas"]["DayView"][];
        };
        /**
         * ProlongBody
         * @description How much longer the writing up takes.
         */
        ProlongBody: {
            /** By S */
            by_s: number;
        };
        /**
         * QueueMemberView
         * @description Somebody who serves a queue.
         */
        QueueMemberView: {
            /** User Id */
            user_id: string;
            /** By Rule */
            by_rule: boolean;
        };
        /**
         * QueueSheetView
         * @description A queue with all that is set.
         */
        QueueSheetView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Org Name */
            org_name: string;
            /** Code */
            code: string;
            /** Names */
            names: {
                [key: string]: string;
            };
            /** Closed */
            closed: {
                [key: string]: string;
            };
            /** Calendar Id */
            calendar_id: string | null;
            /** Is Open */
            is_open: boolean;
            /** Changes Ms */
            changes_ms: number | null;
            /** Tz */
            tz: string | null;
            /** Ring Timeout S */
            ring_timeout_s: number;
            /** Wrap Up S */
            wrap_up_s: number;
            /** Service Level S */
            service_level_s: number;
            /** Settings */
            settings: {
                [key: string]: unknown;
            };
            /** Members */
            members: components["schemas"]["QueueMemberView"][];
            /** Waiting */
            waiting: number;
            /** Rev */
            rev: number;
        };
        /**
         * QueueSheetsView
         * @description The queues of the caller's organisations.
         */
        QueueSheetsView: {
            /** Queues */
            queues: components["schemas"]["QueueSheetView"][];
        };
        /**
         * QueueView
         * @description A queue that the agent serves.
         */
        QueueView: {
            /** Id */
            id: string;
            /** Code */
            code: string;
        };
        /**
         * ReadBody
         * @description How far the reader has read.
         */
        ReadBody: {
            /** Seq */
            seq: number;
        };
        /**
         * ReasonBody
         * @description A reason for a break.
         */
        ReasonBody: {
            /** Code */
            code: string;
            /** Names */
            names: {
                [key: string]: string;
            };
        };
        /**
         * ReasonView
         * @description A reason for a break.
         */
        ReasonView: {
            /** Code */
            code: string;
            /** Names */
            names: {
                [key: string]: string;
            };
        };
        /**
         * ReasonsBody
         * @description All reasons of an organisation; none: those of the organisations above.
         */
        ReasonsBody: {
            /** Org Id */
            org_id: string;
            /** Reasons */
            reasons: components["schemas"]["ReasonBody"][];
        };
        /**
         * ReasonsView
         * @description What people of an organisation choose from.
         */
        ReasonsView: {
            /** Org Id */
            org_id: string;
            /** Own */
            own: boolean;
            /** Reasons */
            reasons: components["schemas"]["ReasonView"][];
        };
        /**
         * ReplyBody
         * @description Something to say to the tourist.
         */
        ReplyBody: {
            /** Text */
            text: string;
            /** Owner Epoch */
            owner_epoch: number | null;
        };
        /**
         * RightBody
         * @description A role in an organisation and all below it.
         */
        RightBody: {
            role: components["schemas"]["Role"];
            /** Org Id */
            org_id: string;
        };
        /**
         * RightView
         * @description A role in an organisation and all below it.
         */
        RightView: {
            role: components["schemas"]["Role"];
            /** Org Id */
            org_id: string;
        };
        /**
         * Role
         * @description What a person may be trusted with (角色).
         * @enum {string}
         */
        Role: "admin" | "supervisor" | "agent" | "author" | "approver" | "duty_chief" | "auditor";
        /**
         * SeenBody
         * @description How the supervisor saw the conversation.
         */
        SeenBody: {
            /** Owner Epoch */
            owner_epoch: number;
        };
        /**
         * SegmentView
         * @description A stretch of a conversation under one owner in one state.
         */
        SegmentView: {
            /** Id */
            id: string;
            /** Segment */
            segment: number;
            /** Owner Epoch */
            owner_epoch: number;
            /** State */
            state: string;
            /** Owner Kind */
            owner_kind: string;
            /** Owner Id */
            owner_id: string | null;
            /** Owner Name */
            owner_name: string | null;
            /** Queue Id */
            queue_id: string | null;
            /** Queue Code */
            queue_code: string | null;
            /** From Ms */
            from_ms: number;
            /** Reason */
            reason: string;
            /** For Name */
            for_name: string | null;
        };
        /**
         * SessionView
         * @description Who is signed in, what they may do, and what their page must send along.
         */
        SessionView: {
            user: components["schemas"]["UserView"];
            /** Rights */
            rights: components["schemas"]["RightView"][];
            /** Csrf Token */
            csrf_token: string;
            /** Expires At Ms */
            expires_at_ms: number;
        };
        /**
         * Severity
         * @description How much depends on it.
         * @enum {string}
         */
        Severity: "normal" | "high" | "critical";
        /**
         * SheetBody
         * @description What is written of a canned reply.
         */
        SheetBody: {
            /** Code */
            code: string;
            /** Title */
            title: string;
            /** Words */
            words: {
                [key: string]: string;
            };
            /**
             * Position
             * @default 0
             */
            position: number;
        };
        /**
         * SignInBody
         * @description Login and password.
         */
        SignInBody: {
            /** Login */
            login: string;
            /** Password */
            password: string;
        };
        /**
         * SirenView
         * @description A rescue that nobody takes.
         */
        SirenView: {
            /** Conversation Id */
            conversation_id: string;
            /** Segment */
            segment: number;
            /** Org Name */
            org_name: string;
            /** Channel */
            channel: string;
            /** Customer Id */
            customer_id: string;
            /** Tourist Name */
            tourist_name: string | null;
            /** Tourist Text */
            tourist_text: string | null;
            /** Raised Ms */
            raised_ms: number;
            /** Unaccepted Ms */
            unaccepted_ms: number;
            place: components["schemas"]["PlaceView"] | null;
            /** Seen By */
            seen_by: string | null;
            /** Seen Ms */
            seen_ms: number | null;
        };
        /**
         * SirensView
         * @description The sirens that sound for this person, the oldest first.
         */
        SirensView: {
            /** Sirens */
            sirens: components["schemas"]["SirenView"][];
            /** Now Ms */
            now_ms: number;
        };
        /**
         * SkillView
         * @description A skill.
         */
        SkillView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Rev */
            rev: number;
            /** Editable */
            editable: boolean;
            /** Agents */
            agents: number;
        };
        /**
         * SkillsView
         * @description The skills that agents of the caller's organisations can have.
         */
        SkillsView: {
            /** Skills */
            skills: components["schemas"]["SkillView"][];
        };
        /**
         * SlotValuesView
         * @description What stands in the slots in this conversation; null is not known.
         */
        SlotValuesView: {
            /** Tourist */
            tourist: string | null;
            /** Agent */
            agent: string | null;
            /** Ticket */
            ticket: string | null;
            /** Queue */
            queue: {
                [key: string]: string;
            };
            /** Org */
            org: string;
            /** Tz */
            tz: string;
        };
        /**
         * SlotView
         * @description What the hub fills in.
         */
        SlotView: {
            /** Name */
            name: string;
            /** Samples */
            samples: {
                [key: string]: string;
            };
        };
        /**
         * SnoozeBody
         * @description Until when the conversation is put off.
         */
        SnoozeBody: {
            /** Until Ms */
            until_ms: number;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * State
         * @description Where a conversation stands (会话状态).
         * @enum {string}
         */
        State: "bot" | "queued" | "assigned" | "on_hold" | "wrap_up" | "closed" | "snoozed" | "callback_pending" | "in_call";
        /**
         * StateBody
         * @description The state asked for: ready, break (with a reason), training or offline.
         */
        StateBody: {
            /** State */
            state: string;
            /** Reason */
            reason?: string | null;
        };
        /**
         * StepView
         * @description How a conversation stands after a command.
         */
        StepView: {
            /** Id */
            id: string;
            /** State */
            state: string;
            /** Owner Kind */
            owner_kind: string;
            /** Owner Id */
            owner_id: string | null;
            /** Owner Epoch */
            owner_epoch: number;
        };
        /**
         * TakenView
         * @description What a file does to an article.
         */
        TakenView: {
            /** Code */
            code: string;
            /** Lang */
            lang: string;
            /** Title */
            title: string;
            fate: components["schemas"]["Fate"];
        };
        /**
         * TalkView
         * @description Another conversation of the same tourist.
         */
        TalkView: {
            /** Id */
            id: string;
            /** Channel */
            channel: string;
            /** Account Name */
            account_name: string;
            /** State */
            state: string;
            /** Rescue */
            rescue: boolean;
            /** Opened Ms */
            opened_ms: number;
            /** Closed Ms */
            closed_ms: number | null;
            /** Last Ms */
            last_ms: number;
            /** Disposition */
            disposition: string | null;
            /** Agent Name */
            agent_name: string | null;
            /** First Words */
            first_words: string | null;
        };
        /**
         * TalksView
         * @description A page of the tourist's other conversations, the newest first.
         */
        TalksView: {
            /** Talks */
            talks: components["schemas"]["TalkView"][];
            /** Next */
            next: string | null;
        };
        /**
         * TextBody
         * @description An organisation's words under a key, all languages together; empty ones are said as otherwise.
         */
        TextBody: {
            /** Org Id */
            org_id: string;
            /** Rev */
            rev: number;
            /** Words */
            words: {
                [key: string]: string;
            };
        };
        /**
         * TextView
         * @description A text as an organisation has it.
         */
        TextView: {
            /** Key */
            key: string;
            /** Title */
            title: {
                [key: string]: string;
            };
            /** Note */
            note: {
                [key: string]: string;
            };
            /** Must Say */
            must_say: string[];
            /** Slots */
            slots: components["schemas"]["SlotView"][];
            /** Own */
            own: {
                [key: string]: string;
            };
            /** Otherwise */
            otherwise: {
                [key: string]: components["schemas"]["OtherwiseView"];
            };
            /** Rev */
            rev: number;
        };
        /**
         * TextsView
         * @description All texts of an organisation.
         */
        TextsView: {
            /** Org Id */
            org_id: string;
            /** Langs */
            langs: string[];
            /** Max Length */
            max_length: number;
            /** Texts */
            texts: components["schemas"]["TextView"][];
        };
        /**
         * TicketBody
         * @description A ticket to open with the wrap-up.
         */
        TicketBody: {
            /** Kind */
            kind: string;
            /** Title */
            title: string;
            /**
             * Description
             * @default
             */
            description: string;
        };
        /**
         * TicketChangeView
         * @description Something that happened to a ticket.
         */
        TicketChangeView: {
            /** At Ms */
            at_ms: number;
            /** Actor Kind */
            actor_kind: string;
            /** Actor Id */
            actor_id: string | null;
            /** Actor Name */
            actor_name: string | null;
            /** Action */
            action: string;
            /** From State */
            from_state: string | null;
            /** To State */
            to_state: string | null;
            /** Note */
            note: string | null;
        };
        /**
         * TicketKind
         * @description What a ticket is about.
         * @enum {string}
         */
        TicketKind: "inquiry" | "complaint" | "rescue" | "booking" | "repair" | "suggestion";
        /**
         * TicketLineView
         * @description A ticket of the tourist's.
         */
        TicketLineView: {
            /** Id */
            id: string;
            /** No */
            no: string;
            kind: components["schemas"]["TicketKind"];
            state: components["schemas"]["TicketState"];
            /** Title */
            title: string;
            /** Created Ms */
            created_ms: number;
        };
        /**
         * TicketLinkView
         * @description The part of a conversation that a ticket is about.
         */
        TicketLinkView: {
            /** Conversation Id */
            conversation_id: string;
            /** Seq From */
            seq_from: number;
            /** Seq To */
            seq_to: number;
        };
        /**
         * TicketMarkView
         * @description A ticket about a conversation, as far as a link needs it.
         */
        TicketMarkView: {
            /** Id */
            id: string;
            /** No */
            no: string;
        };
        /**
         * TicketOwnerBody
         * @description Who shall have the ticket; null gives it back to all.
         */
        TicketOwnerBody: {
            /** Owner Id */
            owner_id: string | null;
            /** Rev */
            rev?: number | null;
        };
        /**
         * TicketPageView
         * @description A page of the list, newest first.
         */
        TicketPageView: {
            /** Tickets */
            tickets: components["schemas"]["TicketView"][];
            /** Next */
            next: string | null;
        };
        /**
         * TicketPhoneView
         * @description Where to reach the tourist of a ticket.
         */
        TicketPhoneView: {
            /** Phone */
            phone: string;
        };
        /**
         * TicketSheetView
         * @description A ticket with all that belongs to it.
         */
        TicketSheetView: {
            ticket: components["schemas"]["TicketView"];
            /** Description */
            description: string;
            /** Phone Area */
            phone_area: string | null;
            /** Links */
            links: components["schemas"]["TicketLinkView"][];
            /** Changes */
            changes: components["schemas"]["TicketChangeView"][];
        };
        /**
         * TicketState
         * @description Where a ticket stands.
         * @enum {string}
         */
        TicketState: "new" | "open" | "waiting" | "resolved" | "closed" | "cancelled";
        /**
         * TicketStep
         * @description What somebody does with a ticket.
         * @enum {string}
         */
        TicketStep: "start" | "wait" | "resume" | "resolve" | "reopen" | "close" | "cancel";
        /**
         * TicketStepBody
         * @description A step of the ticket's life.
         */
        TicketStepBody: {
            step: components["schemas"]["TicketStep"];
            /**
             * Note
             * @default
             */
            note: string;
            /** Rev */
            rev?: number | null;
        };
        /**
         * TicketView
         * @description A ticket at a glance.
         */
        TicketView: {
            /** Id */
            id: string;
            /** No */
            no: string;
            /** Org Id */
            org_id: string;
            /** Org Name */
            org_name: string;
            kind: components["schemas"]["TicketKind"];
            state: components["schemas"]["TicketState"];
            /** Severity */
            severity: string;
            /** Title */
            title: string;
            /** Customer Id */
            customer_id: string | null;
            /** Owner Id */
            owner_id: string | null;
            /** Owner Name */
            owner_name: string | null;
            /** Created By */
            created_by: string;
            /** Creator Name */
            creator_name: string | null;
            /** Created Ms */
            created_ms: number;
            /** Changed Ms */
            changed_ms: number;
            /** Closed Ms */
            closed_ms: number | null;
            /** Rev */
            rev: number;
            /** Steps */
            steps: components["schemas"]["TicketStep"][];
        };
        /**
         * TileView
         * @description A queue at this moment, and its day so far.
         */
        TileView: {
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Code */
            code: string;
            /** Service Level S */
            service_level_s: number;
            /** Is Open */
            is_open: boolean;
            /** Waiting */
            waiting: number;
            /** Oldest Ms */
            oldest_ms: number | null;
            /** Rescues */
            rescues: number;
            /** Offered */
            offered: number;
            /** Active */
            active: number;
            /** Wrap Up */
            wrap_up: number;
            /** Agents */
            agents: {
                [key: string]: number;
            };
            /** Answered */
            answered: number;
            /** In Time */
            in_time: number;
            /** Abandoned */
            abandoned: number;
            /** Sent Out */
            sent_out: number;
            /** Media */
            media: components["schemas"]["MediumView"][];
            /** Ahead */
            ahead: components["schemas"]["AheadView"][];
            /** Lacks */
            lacks: components["schemas"]["LackView"][];
        };
        /**
         * TranscriptView
         * @description A page of a transcript, oldest first.
         */
        TranscriptView: {
            /** Messages */
            messages: components["schemas"]["MessageView"][];
            /** More */
            more: boolean;
        };
        /**
         * TransferBody
         * @description Where the conversation should go, and why.
         */
        TransferBody: {
            /** Queue Id */
            queue_id?: string | null;
            /** Agent Id */
            agent_id?: string | null;
            /** Reason */
            reason: string;
            /** Owner Epoch */
            owner_epoch?: number | null;
        };
        /**
         * UserView
         * @description The person who is signed in.
         */
        UserView: {
            /** Id */
            id: string;
            /** Login */
            login: string;
            /** Display Name */
            display_name: string;
            /** Lang */
            lang: string;
            org: components["schemas"]["OrgView"];
            /** Temporary Password */
            temporary_password: boolean;
        };
        /**
         * VersionView
         * @description What an article said from a change on.
         */
        VersionView: {
            /** Rev */
            rev: number;
            /** At Ms */
            at_ms: number;
            /** By */
            by: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "draft" | "live" | "withdrawn";
            /** Fields */
            fields: {
                [key: string]: string;
            };
        };
        /**
         * WaitView
         * @description One who waits in a queue; of a foreign organisation no more than that somebody is there.
         */
        WaitView: {
            /** Work Item Id */
            work_item_id: string;
            /** Place */
            place: number;
            /** Foreign */
            foreign: boolean;
            /** Conversation Id */
            conversation_id: string | null;
            /** Medium */
            medium: string;
            /** Rescue */
            rescue: boolean;
            /** Enqueued Ms */
            enqueued_ms: number;
            /** For Agent */
            for_agent: string | null;
            /** For Agent Name */
            for_agent_name: string | null;
            /** Ringing */
            ringing: boolean;
            /** Channel */
            channel: string | null;
            /** Lang */
            lang: string | null;
            /** Owner Epoch */
            owner_epoch: number | null;
            /** Tourist Name */
            tourist_name: string | null;
            /** Customer Id */
            customer_id: string | null;
        };
        /**
         * WaitingView
         * @description Part of a queue's line, in its order.
         */
        WaitingView: {
            /** Now Ms */
            now_ms: number;
            /** Waits */
            waits: components["schemas"]["WaitView"][];
        };
        /**
         * WorkView
         * @description Something in an agent's hands, or ringing there; of foreign organisations no more than that it is there.
         */
        WorkView: {
            /** Work Item Id */
            work_item_id: string;
            /** Conversation Id */
            conversation_id: string | null;
            /** Queue Id */
            queue_id: string | null;
            /** Medium */
            medium: string;
            /** State */
            state: string;
            /** Conversation State */
            conversation_state: string | null;
            /** Since Ms */
            since_ms: number;
            /** Rescue */
            rescue: boolean;
            /** Tourist Name */
            tourist_name: string | null;
            /** Customer Id */
            customer_id: string | null;
        };
        /**
         * WrapUpBody
         * @description How the conversation ended.
         */
        WrapUpBody: {
            /** Disposition */
            disposition: string | null;
            ticket?: components["schemas"]["TicketBody"] | null;
        };
        /**
         * WrappedView
         * @description What the wrap-up made.
         */
        WrappedView: {
            conversation: components["schemas"]["StepView"];
            /** Ticket No */
            ticket_no: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    read_session_api_session_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    open_session_api_session_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    close_session_api_session_delete: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_password_api_session_password_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_inbox_api_inbox_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_choices_api_conversations__conversation_id__choices_get: {
        parameters: {
            query?: {
                lang?: string;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChoicesView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_conversation_api_conversations__conversation_id__get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_messages_api_conversations__conversation_id__messages_get: {
        parameters: {
            query?: {
                before?: number | null;
                after?: number | null;
                limit?: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    accept_api_offers__item__accept_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    decline_api_offers__item__decline_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    reply_api_conversations__conversation_id__replies_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    note_api_conversations__conversation_id__notes_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_upto_api_conversations__conversation_id__read_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    hold_api_conversations__conversation_id__hold_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    resume_api_conversations__conversation_id__resume_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    end_api_conversations__conversation_id__end_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    wrap_up_api_conversations__conversation_id__wrap_up_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WrapUpBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrappedView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    transfer_api_conversations__conversation_id__transfer_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    prolong_api_conversations__conversation_id__prolong_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProlongBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    take_over_api_conversations__conversation_id__take_over_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    end_for_all_api_conversations__conversation_id__end_for_all_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    snooze_api_conversations__conversation_id__snooze_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    wake_api_conversations__conversation_id__wake_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_sirens_api_sirens_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SirensView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    acknowledge_rescue_api_conversations__conversation_id__rescue_acknowledge_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    take_rescue_api_conversations__conversation_id__rescue_take_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    lower_rescue_api_conversations__conversation_id__rescue_lower_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    raise_rescue_api_conversations__conversation_id__rescue_raise_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_segments_api_conversations__conversation_id__segments_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_customer_api_conversations__conversation_id__customer_get: {
        parameters: {
            query?: {
                lang?: string;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_history_api_conversations__conversation_id__customer_history_get: {
        parameters: {
            query: {
                before: string;
                lang?: string;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TalksView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    search_for_api_search_get: {
        parameters: {
            query: {
                q: string;
                before?: number | null;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HitsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_canned_api_conversations__conversation_id__canned_replies_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedChoiceView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    count_use_api_conversations__conversation_id__canned_replies__reply_id__uses_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                conversation_id: string;
                reply_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_own_api_canned_replies_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedRepliesView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    make_own_api_canned_replies_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SheetBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReplyView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    remove_own_api_canned_replies__reply_id__delete: {
        parameters: {
            query: {
                rev: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                reply_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_own_api_canned_replies__reply_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                reply_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSheetBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReplyView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_desk_api_agents_me_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    ask_state_api_agents_me_state_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    force_state_api_agents__agent_id__state_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    list_tickets_api_tickets_get: {
        parameters: {
            query?: {
                state?: components["schemas"]["TicketState"][];
                kind?: components["schemas"]["TicketKind"] | null;
                owner?: string | null;
                conversation?: string | null;
                q?: string;
                before?: string | null;
                limit?: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketPageView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    open_ticket_api_tickets_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenTicketBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketSheetView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_ticket_api_tickets__ticket_id__get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketSheetView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    assign_ticket_api_tickets__ticket_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketOwnerBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketSheetView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_phone_api_tickets__ticket_id__phone_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketPhoneView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    take_step_api_tickets__ticket_id__steps_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketStepBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketSheetView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_board_api_board_get: {
        parameters: {
            query?: {
                lang?: string;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_waiting_api_board_queues__queue_id__waiting_get: {
        parameters: {
            query?: {
                skip?: number;
                limit?: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    list_conversations_api_supervisor_conversations_get: {
        parameters: {
            query?: {
                state?: components["schemas"]["State"][];
                queue?: string | null;
                agent?: string | null;
                day?: string | null;
                rescue?: boolean;
                ticket?: ("with" | "without") | null;
                before?: string | null;
                limit?: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPageView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_orgs_api_admin_orgs_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_people_api_admin_people_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    make_person_api_admin_people_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakePersonBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    reset_password_api_admin_people__user_id__password_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_person_api_admin_people__user_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePersonBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_agents_api_admin_agents_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentProfilesView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    make_agent_api_admin_agents_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeAgentBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentProfileView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    remove_agent_api_admin_agents__user_id__delete: {
        parameters: {
            query: {
                rev: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_agent_api_admin_agents__user_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAgentBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentProfileView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_skills_api_admin_skills_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    make_skill_api_admin_skills_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeSkillBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    remove_skill_api_admin_skills__skill_id__delete: {
        parameters: {
            query: {
                rev: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                skill_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_skill_api_admin_skills__skill_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                skill_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSkillBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_queues_api_admin_queues_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueSheetsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    make_queue_api_admin_queues_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeQueueBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueSheetView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    remove_queue_api_admin_queues__queue_id__delete: {
        parameters: {
            query: {
                rev: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_queue_api_admin_queues__queue_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeQueueBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueSheetView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_house_rules_api_admin_house_rules_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseRulesView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    set_house_rules_api_admin_house_rules_put: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HouseRulesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseRulesView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_calendars_api_admin_calendars_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    make_calendar_api_admin_calendars_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeCalendarBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_holidays_api_admin_holidays__year__get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolidaysView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    preview_api_admin_calendars_preview_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    remove_calendar_api_admin_calendars__calendar_id__delete: {
        parameters: {
            query: {
                rev: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_calendar_api_admin_calendars__calendar_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCalendarBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_dispositions_api_admin_dispositions_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DispositionsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    make_disposition_api_admin_dispositions_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeDispositionBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DispositionView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_disposition_api_admin_dispositions__disposition_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                disposition_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeDispositionBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DispositionView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_reasons_api_admin_break_reasons_get: {
        parameters: {
            query: {
                org_id: string;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReasonsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    set_reasons_api_admin_break_reasons_patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonsBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReasonsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_texts_api_admin_texts_get: {
        parameters: {
            query: {
                org_id: string;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    set_text_api_admin_texts__key__put: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_shared_api_admin_canned_replies_get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedRepliesView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    make_shared_api_admin_canned_replies_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeSharedBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReplyView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    remove_shared_api_admin_canned_replies__reply_id__delete: {
        parameters: {
            query: {
                rev: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                reply_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_shared_api_admin_canned_replies__reply_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                reply_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSheetBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReplyView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_articles_api_admin_articles_get: {
        parameters: {
            query?: {
                words?: string;
                lang?: string | null;
                state?: ("draft" | "live" | "withdrawn") | null;
                org?: string | null;
                demo?: boolean | null;
                skip?: number;
                limit?: number;
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticlePageView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    make_article_api_admin_articles_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeArticleBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    export_articles_api_admin_articles_export_get: {
        parameters: {
            query: {
                org: string;
                form: "markdown" | "csv";
            };
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    read_article_api_admin_articles__article_id__get: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
            };
            path: {
                article_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleWithVersionsView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    change_article_api_admin_articles__article_id__patch: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path: {
                article_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeArticleBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
    import_articles_api_admin_articles_imports_post: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string | null;
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description What went wrong (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        type: string;
                        title: string;
                        status: number;
                        code: string;
                        detail?: string;
                        correlation?: string;
                        /** @description With `stale_owner`: who has the conversation now. */
                        owner?: {
                            kind: string;
                            id: string | null;
                            name: string | null;
                        };
                        /** @description With `changed_meanwhile`: the present revision, and who made it when. */
                        changed?: {
                            rev: number;
                            by: string | null;
                            at_ms: number | null;
                        };
                        errors?: {
                            pointer?: string;
                            parameter?: string;
                            in?: string;
                            code: string;
                            detail?: string;
                        }[];
                    };
                };
            };
        };
    };
}
