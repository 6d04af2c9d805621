"""Addresses of the workspace."""

from django.urls import path

from generations.web.bulk import bulk_views, download_views
from generations.web.collections import collection_order_views, collection_views
from generations.web.composer import composer_views, workspace_page
from generations.web.gallery import gallery_views, list_refresh, saved_search_views
from generations.web.jobs import job_views
from generations.web.media import media_views
from generations.web.prompts import prompt_views
from generations.web.trash import trash_views
from generations.web.viewer import favourite_and_tag_views, viewer_views

urlpatterns = [
    path("", workspace_page.workspace, name="workspace"),
    path("lists/", workspace_page.lists, name="lists"),
    path("gallery/", gallery_views.page, name="gallery_page"),
    path("gallery/count/", gallery_views.count, name="gallery_count"),
    path("gallery/new/", gallery_views.new, name="gallery_new"),
    path("gallery/day/<slug:day>/", gallery_views.day, name="gallery_day"),
    path("gallery/stack/<uuid:uid>/", gallery_views.stack, name="gallery_stack"),
    path("gallery/again/", list_refresh.gallery_again, name="gallery_again"),
    path("bulk/", bulk_views.act, name="bulk"),
    path("bulk/shelf/", collection_order_views.shelf, name="shelf"),
    path("bulk/count/", bulk_views.count, name="bulk_count"),
    path("bulk/<uuid:uid>/", bulk_views.progress, name="bulk_progress"),
    path("bulk/<uuid:uid>/pictures.zip", download_views.archive, name="bulk_archive"),
    path("bulk/<uuid:uid>/stop/", bulk_views.stop, name="stop_bulk"),
    path("bulk/<uuid:uid>/undo/", bulk_views.undo, name="undo_bulk"),
    path("composer/params/", composer_views.params, name="params"),
    path("composer/estimate/", composer_views.estimate, name="estimate"),
    path("composer/draft/", composer_views.draft, name="draft"),
    path("models/star/", composer_views.star_model, name="star_model"),
    path("jobs/", composer_views.submit_job, name="submit_job"),
    path("strip/dismiss/", job_views.dismiss_all, name="dismiss_jobs"),
    path("jobs/<uuid:uid>/", job_views.job_card, name="job_card"),
    path("jobs/<uuid:uid>/cancel/", job_views.cancel, name="cancel_job"),
    path("jobs/<uuid:uid>/retry/", job_views.retry, name="retry_job"),
    path("jobs/<uuid:uid>/again/", job_views.again, name="again_job"),
    path("jobs/<uuid:uid>/dismiss/", job_views.dismiss, name="dismiss_job"),
    path("jobs/<uuid:uid>/remix/", job_views.remix, name="remix_job"),
    path("jobs/<uuid:uid>/preview/<int:number>", media_views.preview, name="preview"),
    path("pictures/<uuid:uid>/", viewer_views.picture, name="picture"),
    path("pictures/<uuid:uid>/trash/", viewer_views.trash, name="trash_picture"),
    path("pictures/<uuid:uid>/restore/", viewer_views.restore, name="restore_picture"),
    path("pictures/<uuid:uid>/visibility/", viewer_views.visibility, name="visibility"),
    path("pictures/<uuid:uid>/original", media_views.original, name="original"),
    path("pictures/<uuid:uid>/download", media_views.download, name="download"),
    path("pictures/<uuid:uid>/view", media_views.view, name="view"),
    path("pictures/<uuid:uid>/thumb/<str:size>", media_views.thumb, name="thumb"),
    path("pictures/<uuid:uid>/favourite/", favourite_and_tag_views.favourite, name="favourite"),
    path("pictures/<uuid:uid>/marks/", favourite_and_tag_views.marks, name="marks"),
    path("pictures/<uuid:uid>/rate/", favourite_and_tag_views.rate, name="rate_picture"),
    path("pictures/<uuid:uid>/tags/", favourite_and_tag_views.tag, name="tag_picture"),
    path(
        "pictures/<uuid:uid>/tags/<int:tag_id>/remove/",
        favourite_and_tag_views.untag,
        name="untag_picture",
    ),
    path(
        "pictures/<uuid:uid>/collections/",
        favourite_and_tag_views.collect_picture,
        name="collect_picture",
    ),
    path(
        "pictures/<uuid:uid>/collections/<uuid:collection_uid>/remove/",
        favourite_and_tag_views.uncollect,
        name="uncollect_picture",
    ),
    path(
        "pictures/<uuid:uid>/collections/<uuid:collection_uid>/cover/",
        favourite_and_tag_views.cover,
        name="set_cover",
    ),
    path("collections/", collection_views.collections, name="collections"),
    path("collections/new/", collection_views.create, name="create_collection"),
    path("collections/<uuid:uid>/", collection_views.collection, name="collection"),
    path("collections/<uuid:uid>/change/", collection_views.change, name="change_collection"),
    path(
        "collections/<uuid:uid>/arrange/",
        collection_order_views.arrange_collection,
        name="arrange_collection",
    ),
    path("collections/<uuid:uid>/remove/", collection_views.remove, name="remove_collection"),
    path("prompts/", prompt_views.prompts, name="prompts"),
    path("prompts/again/", prompt_views.again, name="prompts_again"),
    path("prompts/recall/", prompt_views.recall, name="recall"),
    path("prompts/bring-back/", prompt_views.bring_back, name="bring_back"),
    path("prompts/<slug:digest>/use/", prompt_views.use, name="use_prompt"),
    path("searches/", saved_search_views.save_search, name="save_search"),
    path("searches/list/", saved_search_views.saved_list, name="saved_list"),
    path("searches/<uuid:uid>/forget/", saved_search_views.forget_search, name="forget_search"),
    path("trash/", trash_views.trashed, name="trash"),
    path("trash/empty/", trash_views.empty, name="empty_trash"),
    path("trash/<uuid:uid>/erase/", trash_views.erase, name="erase_picture"),
]
